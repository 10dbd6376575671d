import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';

/**
 * The room's word for where its log ends. There is one at a time: an older one is written over, so that whoever cuts
 * entries off the end has no head that fits what is left.
 */
export const auditHeadSchema = v.object({
  /** The last entry's. */
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Base64 of the last entry's hash. */
  hash: v.string(),
  signature: v.string(),
});
export type AuditHead = Readonly<v.InferOutput<typeof auditHeadSchema>>;

const encoder = new TextEncoder();

/** The text that a room signs for a head, as UTF-8: another than that of an entry, which everybody has who has the log. */
export function headText(room: FeedId, { id, hash }: Omit<AuditHead, 'signature'>): string {
  return `=open-rooms-audit-head:${room}:${id}:${hash}`;
}

/**
 * The room's word that its log ends with entry `id`.
 * @param key the room's; `secretKey` is 64 bytes
 */
export function signHead(
  crypto: Pick<CryptoBackend, 'sign'>,
  key: { readonly id: FeedId; readonly secretKey: Uint8Array },
  head: Omit<AuditHead, 'signature'>,
): AuditHead {
  const signature = crypto.sign(encoder.encode(headText(key.id, head)), key.secretKey);
  return { ...head, signature: writeSignature(signature) };
}

/** Whether a head is the word of this room. */
export function isHeadOf(crypto: Pick<CryptoBackend, 'verify'>, room: FeedId, head: AuditHead): boolean {
  return isSigned(crypto, room, headText(room, head), head.signature);
}

/** Whether `signature` is that of the room over `text`. */
export function isSigned(
  crypto: Pick<CryptoBackend, 'verify'>,
  room: FeedId,
  text: string,
  signature: string,
): boolean {
  const key = publicKeyOf(room);
  const bytes = readSignature(signature);
  if (key === undefined || typeof bytes === 'string') return false;
  return crypto.verify(bytes, encoder.encode(text), key);
}
