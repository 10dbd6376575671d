/**
 * The primitives that secret-handshake and box stream stand on, given to the protocol from outside:
 * `protocol/node` brings native libsodium, `protocol/web` brings libsodium in wasm. One suite proves both.
 *
 * Byte arrays that a method fills come first, as in libsodium. None of them is kept.
 */
export interface CryptoBackend {
  /** `length` bytes from the operating system's generator. */
  randomBytes(length: number): Uint8Array;

  /** Memory that the caller fills whole: it need not be zeroed where the runtime offers that. */
  allocate(length: number): Uint8Array;

  /** SHA-256, 32 bytes. */
  sha256(message: Uint8Array): Uint8Array;

  /** HMAC-SHA-512 truncated to 32 bytes (NaCl `crypto_auth`); `key` is 32 bytes. */
  hmac(message: Uint8Array, key: Uint8Array): Uint8Array;

  /** Ed25519 key pair of a 32-byte seed: public key 32 bytes, secret key 64 bytes (seed ‖ public). */
  signKeyPair(seed: Uint8Array): { publicKey: Uint8Array; secretKey: Uint8Array };

  /** Detached Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array, secretKey: Uint8Array): Uint8Array;

  /** Whether a detached Ed25519 signature is good. Damaged keys and signatures are `false`, never a throw. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;

  /** X25519 public key of a 32-byte secret key. */
  x25519PublicKey(secretKey: Uint8Array): Uint8Array;

  /**
   * X25519. `undefined` where the shared secret would be all zero, that is, where the other side sent a
   * low-order point.
   */
  x25519(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined;

  /**
   * Ed25519 public key as an X25519 one; `undefined` where it is no point, or one of low order. Points of mixed
   * order are no key that anybody makes: spec/decisions/0001-crypto-backends.md.
   */
  ed25519ToX25519PublicKey(publicKey: Uint8Array): Uint8Array | undefined;

  /** Ed25519 secret key (64 bytes) as an X25519 one (32 bytes). */
  ed25519ToX25519SecretKey(secretKey: Uint8Array): Uint8Array;

  /**
   * XSalsa20-Poly1305, tag apart: fills `cipher` (as long as `plain`; may be the same memory) and `tag`
   * (16 bytes). `nonce` is 24 bytes, `key` 32.
   */
  seal(cipher: Uint8Array, tag: Uint8Array, plain: Uint8Array, nonce: Uint8Array, key: Uint8Array): void;

  /**
   * The reverse of {@link CryptoBackend.seal}; `false`, with `plain` undefined, where the tag does not fit. `plain`
   * may begin before `cipher` and overlap it, so that packets are opened inside the memory they came in.
   */
  open(plain: Uint8Array, cipher: Uint8Array, tag: Uint8Array, nonce: Uint8Array, key: Uint8Array): boolean;

  /** Whether two arrays of one length hold the same bytes, in time that does not depend on them. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}
