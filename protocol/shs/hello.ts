import type { CryptoBackend } from '../crypto/backend.ts';

/** Messages 1 (client hello) and 2 (server hello): `HMAC(networkKey, ephemeral) 32 ‖ ephemeral 32`. */
export const HELLO_BYTES = 64;

const HMAC_BYTES = 32;

export interface Hello {
  /** The first 24 of these bytes become the nonce of the direction towards whoever sent them. */
  readonly hmac: Uint8Array;
  /** X25519 public key made for this handshake alone. */
  readonly ephemeral: Uint8Array;
}

export function writeHello(crypto: CryptoBackend, networkKey: Uint8Array, ephemeral: Uint8Array): Uint8Array {
  const message = new Uint8Array(HELLO_BYTES);
  message.set(crypto.hmac(ephemeral, networkKey));
  message.set(ephemeral, HMAC_BYTES);
  return message;
}

/** `undefined` where the sender holds another network key (or is no peer at all). */
export function readHello(
  crypto: CryptoBackend,
  networkKey: Uint8Array,
  message: Uint8Array,
): Hello | undefined {
  const hmac = message.slice(0, HMAC_BYTES);
  const ephemeral = message.slice(HMAC_BYTES, HELLO_BYTES);
  return crypto.equal(hmac, crypto.hmac(ephemeral, networkKey)) ? { hmac, ephemeral } : undefined;
}
