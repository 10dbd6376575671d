import { fromHex } from '../bytes/hex.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';

/** The main network's key, as ssb-caps has it. */
export const NETWORK_KEY = fromHex('d4a1cb88a66f02f8db635ce26441cc5dac1b08420ceaac230839b755845a9ffb');

/** The same identity for the same number, 0 to 255: its seed is 32 times that byte. */
export function fixedKeys(crypto: CryptoBackend, number: number): KeyPair {
  return crypto.signKeyPair(new Uint8Array(32).fill(number));
}
