import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';
import { feedId } from '../rpc/schemas.ts';
import { REASON_MAX_CHARS } from './administration/shapes.ts';
import { signedStandingSchema } from './standing.ts';

/** Why links end: somebody was taken out of the room or may do less there, what the room lets in has changed, or it is over. */
export type EndingWhy = 'removed' | 'banned' | 'demoted' | 'mode' | 'stopped';

/**
 * The room's word that links end which were made through it (spec/endings.md): somebody's, or, where nobody is named,
 * everybody's.
 */
export type Ending = {
  readonly room: FeedId;
  /** Milliseconds since 1970, by the room's clock: links that began later go on. */
  readonly at: number;
  /** Why, in the words of whoever did it; left out where they said nothing. */
  readonly reason?: string;
} & (
  | { readonly why: 'removed' | 'banned' | 'demoted' /** Whose links end. */; readonly who: FeedId }
  | { readonly why: 'mode'; readonly who?: FeedId }
  | { readonly why: 'stopped'; readonly who?: never }
);

/** Milliseconds that are written in one way. */
const milliseconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A reason is signed as UTF-8, which half a character is not. */
const reason = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(REASON_MAX_CHARS),
  v.check((text) => text.isWellFormed()),
);

const signed = {
  room: feedId,
  at: milliseconds,
  reason: v.exactOptional(reason),
  signature: v.string(),
};

/** An ending as it travels. Its signature is not verified by reading it. */
export const signedEndingSchema = v.variant('why', [
  v.object({ ...signed, why: v.picklist(['removed', 'banned', 'demoted']), who: feedId }),
  v.object({ ...signed, why: v.literal('mode'), who: v.exactOptional(feedId) }),
  v.object({ ...signed, why: v.literal('stopped'), who: v.exactOptional(v.never()) }),
]);
export type SignedEnding = v.InferOutput<typeof signedEndingSchema>;

/** An ending as it was written down, or `undefined` where it is none. */
export function readSignedEnding(value: unknown): SignedEnding | undefined {
  const read = v.safeParse(signedEndingSchema, value);
  return read.success ? read.output : undefined;
}

/**
 * A value of `room.endings`: what time it is there, once; then each ending, those that are kept first; and who is a
 * viewer there, or no longer.
 */
export const endingsEventSchema = v.variant('type', [
  v.object({ type: v.literal('now'), at: milliseconds }),
  v.object({ type: v.literal('ending'), ending: signedEndingSchema }),
  v.object({ type: v.literal('standing'), standing: signedStandingSchema }),
]);
export type EndingsEvent = v.InferOutput<typeof endingsEventSchema>;

const encoder = new TextEncoder();

/** The text that a room signs, as UTF-8: the ids with their sigils, `*` for everybody, the reason behind it where there is one. */
export function endingText({ room, why, who, at, reason }: Ending): string {
  const text = `=open-rooms-ending:${room}:${why}:${who ?? '*'}:${at}`;
  return reason === undefined ? text : `${text}:${reason}`;
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
  const signature = writeSignature(crypto.sign(encoder.encode(endingText(ending)), secretKey));
  const { room, at, why, who, reason } = ending;
  const said = { room, at, ...(reason !== undefined && { reason }), signature };
  if (why === 'stopped') return { ...said, why };
  if (why === 'mode') return { ...said, why, ...(who !== undefined && { who }) };
  return { ...said, why, who: ending.who };
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
  return ending.who === undefined || link.ends.includes(ending.who);
}
