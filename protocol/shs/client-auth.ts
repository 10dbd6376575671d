import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { openOnce, sealOnce } from '../crypto/secretbox.ts';

/**
 * Message 3, client auth: a box of `H = sig_A(K ‖ B ‖ sha256(a·b)) 64 ‖ A 32`, under `sha256(K ‖ a·b ‖ a·B)`.
 */
export const CLIENT_AUTH_BYTES = 112;

const SIGNATURE_BYTES = 64;

export interface ClientAuth {
  /** The client's long-term public key. */
  readonly client: Uint8Array;
  /** The opened message, `H`, which message 4 signs and both sides derive keys from. */
  readonly hello: Uint8Array;
}

export function writeClientAuth(
  crypto: CryptoBackend,
  networkKey: Uint8Array,
  client: KeyPair,
  server: Uint8Array,
  ab: Uint8Array,
  aB: Uint8Array,
): { message: Uint8Array; hello: Uint8Array } {
  const signature = crypto.sign(concat(networkKey, server, crypto.sha256(ab)), client.secretKey);
  const hello = concat(signature, client.publicKey);
  return { message: sealOnce(crypto, hello, crypto.sha256(concat(networkKey, ab, aB))), hello };
}

/** `undefined` where the client did not mean this server, or does not hold the key it names. */
export function readClientAuth(
  crypto: CryptoBackend,
  networkKey: Uint8Array,
  server: Uint8Array,
  ab: Uint8Array,
  aB: Uint8Array,
  message: Uint8Array,
): ClientAuth | undefined {
  const hello = openOnce(crypto, message, crypto.sha256(concat(networkKey, ab, aB)));
  if (hello === undefined) return undefined;
  const client = hello.slice(SIGNATURE_BYTES);
  const signed = concat(networkKey, server, crypto.sha256(ab));
  return crypto.verify(hello.subarray(0, SIGNATURE_BYTES), signed, client) ? { client, hello } : undefined;
}
