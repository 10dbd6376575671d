import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import { NONCE_BYTES } from '../crypto/secretbox.ts';

/** One direction of the box stream that follows. */
export interface BoxKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 24 bytes, the first nonce; a big-endian counter from then on. */
  readonly nonce: Uint8Array;
}

/** What both sides know when the handshake is done. */
export interface Secrets {
  /** The other side's long-term Ed25519 public key, proven. */
  readonly remote: Uint8Array;
  readonly sending: BoxKey;
  readonly receiving: BoxKey;
}

/**
 * The keys of both directions, from the key of message 4 (`sha256(K ‖ a·b ‖ a·B ‖ A·b)`) hashed once more.
 * A direction's key names its receiver, its nonce is the hello's HMAC that its receiver sent.
 */
export function deriveSecrets(
  crypto: CryptoBackend,
  acceptKey: Uint8Array,
  own: { publicKey: Uint8Array; hmac: Uint8Array },
  remote: { publicKey: Uint8Array; hmac: Uint8Array },
): Secrets {
  const secret = crypto.sha256(acceptKey);
  const towards = (receiver: { publicKey: Uint8Array; hmac: Uint8Array }): BoxKey => ({
    key: crypto.sha256(concat(secret, receiver.publicKey)),
    nonce: receiver.hmac.slice(0, NONCE_BYTES),
  });
  return { remote: remote.publicKey, sending: towards(remote), receiving: towards(own) };
}
