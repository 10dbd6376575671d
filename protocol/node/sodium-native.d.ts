/** The part of sodium-native that the backend uses. Outputs come first, as in libsodium. */
declare module 'sodium-native' {
  interface SodiumNative {
    randombytes_buf(out: Uint8Array): void;
    crypto_hash_sha256(out: Uint8Array, message: Uint8Array): void;
    crypto_auth(out: Uint8Array, message: Uint8Array, key: Uint8Array): void;
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
    crypto_sign_ed25519_pk_to_curve25519(out: Uint8Array, publicKey: Uint8Array): void;
    crypto_sign_ed25519_sk_to_curve25519(out: Uint8Array, secretKey: Uint8Array): void;
    crypto_scalarmult_base(out: Uint8Array, secretKey: Uint8Array): void;
    crypto_scalarmult(out: Uint8Array, secretKey: Uint8Array, publicKey: Uint8Array): void;
    crypto_secretbox_detached(
      cipher: Uint8Array,
      tag: Uint8Array,
      plain: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): void;
    crypto_secretbox_open_detached(
      plain: Uint8Array,
      cipher: Uint8Array,
      tag: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): boolean;
    sodium_memcmp(a: Uint8Array, b: Uint8Array): boolean;
  }
  const sodium: SodiumNative;
  export default sodium;
}
