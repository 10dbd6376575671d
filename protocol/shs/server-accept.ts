import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { openOnce, sealOnce } from '../crypto/secretbox.ts';

/** Message 4, server accept: a box of `sig_B(K ‖ H ‖ sha256(a·b)) 64`, under `sha256(K ‖ a·b ‖ a·B ‖ A·b)`. */
export const SERVER_ACCEPT_BYTES = 80;

export function writeServerAccept(
  crypto: CryptoBackend,
  networkKey: Uint8Array,
  server: KeyPair,
  hello: Uint8Array,
  ab: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  const signature = crypto.sign(concat(networkKey, hello, crypto.sha256(ab)), server.secretKey);
  return sealOnce(crypto, signature, key);
}

/** Whether the server proved that it holds the key that the client dialled. */
export function checkServerAccept(
  crypto: CryptoBackend,
  networkKey: Uint8Array,
  server: Uint8Array,
  hello: Uint8Array,
  ab: Uint8Array,
  key: Uint8Array,
  message: Uint8Array,
): boolean {
  const signature = openOnce(crypto, message, key);
  if (signature === undefined) return false;
  return crypto.verify(signature, concat(networkKey, hello, crypto.sha256(ab)), server);
}
