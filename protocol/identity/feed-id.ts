import { fromBase64, toBase64 } from '../bytes/base64.ts';

/** An SSB id of a feed or a room: `@` ‖ base64 of the 32-byte Ed25519 public key ‖ `.ed25519`. */
export type FeedId = `@${string}.ed25519`;

/** Bytes of an Ed25519 public key. */
export const PUBLIC_KEY_BYTES = 32;

/** The feed id of a 32-byte public key. */
export function feedIdOf(publicKey: Uint8Array): FeedId {
  return `@${toBase64(publicKey)}.ed25519`;
}

/** The 32-byte public key of a feed id, or `undefined` where `text` is none. */
export function publicKeyOf(text: string): Uint8Array | undefined {
  if (!text.startsWith('@') || !text.endsWith('.ed25519')) return undefined;
  const key = fromBase64(text.slice(1, -'.ed25519'.length));
  return key?.length === PUBLIC_KEY_BYTES ? key : undefined;
}

/** Whether `value` is a well-formed feed id. */
export function isFeedId(value: unknown): value is FeedId {
  return typeof value === 'string' && publicKeyOf(value) !== undefined;
}
