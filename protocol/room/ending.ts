import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';
import { feedId } from '../rpc/schemas.ts';

/**
 * The room's word that links end which were made through it (spec/endings.md): somebody was removed from it, or its
 * owner has stopped it, for everybody.
 */
export type Ending = {
  readonly room: FeedId;
  /** Milliseconds since 1970, by the room's clock: links that began later go on. */
  readonly at: number;
} & (
  | { readonly why: 'removed' /** Whose links end. */; readonly who: FeedId }
  | { readonly why: 'stopped'; readonly who?: never }
);

/** Milliseconds that are written in one way. */
const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const signed = { room: feedId, at: milliseconds, signature: v.string() };

/** An ending as it travels. Its signature is not verified by reading it. */
export const signedEndingSchema = v.variant('why', [
  v.object({ ...signed, why: v.literal('removed'), who: feedId }),
  v.object({ ...signed, why: v.literal('stopped') }),
]);
export type SignedEnding = v.InferOutput<typeof signedEndingSchema>;

/** A value of `room.endings`: what time it is there, once; then each ending, those that are kept first. */
export const endingsEventSchema = v.variant('type', [
  v.object({ type: v.literal('now'), at: milliseconds }),
  v.object({ type: v.literal('ending'), ending: signedEndingSchema }),
]);
export type EndingsEvent = v.InferOutput<typeof endingsEventSchema>;

const encoder = new TextEncoder();

/** The text that a room signs, as UTF-8: the ids with their sigils, `*` for everybody. */
export function endingText({ room, why, who, at }: Ending): string {
  return `=open-rooms-ending:${room}:${why}:${who ?? '*'}:${at}`;
}

/**
 * The room's word for an ending.
 * @param secretKey 64 bytes, of `ending.room`
 */
export function signEnding(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  ending: Ending,
): SignedEnding {
  const { room, at } = ending;
  const signature = writeSignature(crypto.sign(encoder.encode(endingText(ending)), secretKey));
  if (ending.why === 'removed') return { room, at, why: ending.why, who: ending.who, signature };
  return { room, at, why: ending.why, signature };
}

/** The ending, if it is the word of this room; nobody else's ends a link that was made through it. */
export function verifyEnding(
  crypto: Pick<CryptoBackend, 'verify'>,
  room: FeedId,
  { signature: text, ...ending }: SignedEnding,
): Ending | undefined {
  const key = publicKeyOf(room);
  const signature = readSignature(text);
  if (ending.room !== room || key === undefined || typeof signature === 'string') return undefined;
  return crypto.verify(signature, encoder.encode(endingText(ending)), key) ? ending : undefined;
}

/**
 * Whether an ending ends a link.
 * @param link both of its ends, and when it began: milliseconds since 1970, by the room's clock
 */
export function endsLink(
  ending: Ending,
  link: { readonly ends: readonly [FeedId, FeedId]; readonly since: number },
): boolean {
  if (ending.at < link.since) return false;
  return ending.why === 'stopped' || link.ends.includes(ending.who);
}
