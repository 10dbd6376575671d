/// <reference path="./sodium-native.d.ts" />
import native from 'sodium-native';
import type { CryptoBackend } from '../crypto/backend.ts';

function filled(length: number, fill: (out: Uint8Array) => void): Uint8Array {
  const out = new Uint8Array(length);
  fill(out);
  return out;
}

/** What a native call that throws on bad points made, or `undefined`. */
function unlessRefused(length: number, fill: (out: Uint8Array) => void): Uint8Array | undefined {
  try {
    return filled(length, fill);
  } catch {
    return undefined;
  }
}

/** Native libsodium: four times as fast as wasm on the data path (spec/decisions/0001-crypto-backends.md). */
export const sodium: CryptoBackend = {
  randomBytes: (length) => filled(length, (out) => native.randombytes_buf(out)),
  allocate: (length) => Buffer.allocUnsafe(length),
  sha256: (message) => filled(32, (out) => native.crypto_hash_sha256(out, message)),
  hmac: (message, key) => filled(32, (out) => native.crypto_auth(out, message, key)),
  signKeyPair(seed) {
    const publicKey = new Uint8Array(32);
    const secretKey = new Uint8Array(64);
    native.crypto_sign_seed_keypair(publicKey, secretKey, seed);
    return { publicKey, secretKey };
  },
  sign: (message, secretKey) => filled(64, (out) => native.crypto_sign_detached(out, message, secretKey)),
  verify: (signature, message, publicKey) =>
    signature.length === 64 &&
    publicKey.length === 32 &&
    native.crypto_sign_verify_detached(signature, message, publicKey),
  x25519PublicKey: (secretKey) => filled(32, (out) => native.crypto_scalarmult_base(out, secretKey)),
  x25519: (secretKey, publicKey) =>
    unlessRefused(32, (out) => native.crypto_scalarmult(out, secretKey, publicKey)),
  ed25519ToX25519PublicKey: (publicKey) =>
    unlessRefused(32, (out) => native.crypto_sign_ed25519_pk_to_curve25519(out, publicKey)),
  ed25519ToX25519SecretKey: (secretKey) =>
    filled(32, (out) => native.crypto_sign_ed25519_sk_to_curve25519(out, secretKey)),
  seal: (cipher, tag, plain, nonce, key) => native.crypto_secretbox_detached(cipher, tag, plain, nonce, key),
  open: (plain, cipher, tag, nonce, key) =>
    native.crypto_secretbox_open_detached(plain, cipher, tag, nonce, key),
  equal: (a, b) => a.length === b.length && native.sodium_memcmp(a, b),
};
