import type { CryptoBackend } from './backend.ts';

export const TAG_BYTES = 16;
export const NONCE_BYTES = 24;

/** The handshake's boxes each have a key of their own, so that the nonce may stay zero. */
const ZERO_NONCE = new Uint8Array(NONCE_BYTES);

/** `tag 16 ‖ cipher` of `plain` under the zero nonce (NaCl `crypto_secretbox`). */
export function sealOnce(crypto: CryptoBackend, plain: Uint8Array, key: Uint8Array): Uint8Array {
  const box = new Uint8Array(TAG_BYTES + plain.length);
  crypto.seal(box.subarray(TAG_BYTES), box.subarray(0, TAG_BYTES), plain, ZERO_NONCE, key);
  return box;
}

/** The reverse of {@link sealOnce}; `undefined` where the box was made with another key. */
export function openOnce(crypto: CryptoBackend, box: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  const plain = new Uint8Array(box.length - TAG_BYTES);
  const opened = crypto.open(plain, box.subarray(TAG_BYTES), box.subarray(0, TAG_BYTES), ZERO_NONCE, key);
  return opened ? plain : undefined;
}
