import type { CryptoBackend } from './backend.ts';

/** A long-term Ed25519 identity. */
export interface KeyPair {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes: seed ‖ public key. */
  readonly secretKey: Uint8Array;
}

const SEED_BYTES = 32;

/** A new identity from the system's generator. */
export function generateKeyPair(crypto: CryptoBackend): KeyPair {
  return crypto.signKeyPair(crypto.randomBytes(SEED_BYTES));
}
