import { sha256 } from '@noble/hashes/sha2.js';
import sodium from 'libsodium-wrappers';
import type { CryptoBackend } from '../crypto/backend.ts';

/** What a call that throws on bad points made, or `undefined`. */
function unlessRefused(make: () => Uint8Array): Uint8Array | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** The opened box, or `undefined` where the tag does not fit. Lengths that are wrong are a fault of ours: it throws. */
function opened(
  cipher: Uint8Array,
  tag: Uint8Array,
  nonce: Uint8Array,
  key: Uint8Array,
): Uint8Array | undefined {
  try {
    return sodium.crypto_secretbox_open_detached(cipher, tag, nonce, key);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return undefined;
  }
}

const backend: CryptoBackend = {
  randomBytes: (length) => sodium.randombytes_buf(length),
  allocate: (length) => new Uint8Array(length),
  // The standard build of libsodium leaves SHA-256 out.
  sha256,
  hmac: (message, key) => sodium.crypto_auth(message, key),
  signKeyPair(seed) {
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
    return { publicKey, secretKey: privateKey };
  },
  sign: (message, secretKey) => sodium.crypto_sign_detached(message, secretKey),
  verify: (signature, message, publicKey) =>
    signature.length === 64 &&
    publicKey.length === 32 &&
    sodium.crypto_sign_verify_detached(signature, message, publicKey),
  x25519PublicKey: (secretKey) => sodium.crypto_scalarmult_base(secretKey),
  x25519: (secretKey, publicKey) => unlessRefused(() => sodium.crypto_scalarmult(secretKey, publicKey)),
  ed25519ToX25519PublicKey: (publicKey) =>
    unlessRefused(() => sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey)),
  ed25519ToX25519SecretKey: (secretKey) => sodium.crypto_sign_ed25519_sk_to_curve25519(secretKey),
  seal(cipher, tag, plain, nonce, key) {
    const box = sodium.crypto_secretbox_detached(plain, nonce, key);
    cipher.set(box.cipher);
    tag.set(box.mac);
  },
  open(plain, cipher, tag, nonce, key) {
    const made = opened(cipher, tag, nonce, key);
    if (made !== undefined) plain.set(made);
    return made !== undefined;
  },
  equal: (a, b) => a.length === b.length && sodium.memcmp(a, b),
};

/** Libsodium in wasm, for browsers (spec/decisions/0001-crypto-backends.md). Resolves once the wasm is compiled. */
export async function loadSodium(): Promise<CryptoBackend> {
  await sodium.ready;
  return backend;
}
