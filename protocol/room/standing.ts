import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';
import { feedId } from '../rpc/schemas.ts';
import { ROLES } from './permissions.ts';

/** What the room says of somebody: the role that it gave them, or that they have none. */
const standingRole = v.picklist([...ROLES, 'external']);

/**
 * The room's word of what somebody is in it (spec/endings.md). It is said of viewers, and of those who were viewers: peers
 * hold them to it, since what peers say to each other does not pass the room.
 */
export interface StandingWord {
  readonly room: FeedId;
  readonly who: FeedId;
  readonly role: v.InferOutput<typeof standingRole>;
  /** Milliseconds since 1970, by the room's clock: the last word holds. */
  readonly at: number;
}

/** A word of somebody's standing as it travels. Its signature is not verified by reading it. */
export const signedStandingSchema = v.object({
  room: feedId,
  who: feedId,
  role: standingRole,
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  signature: v.string(),
});
export type SignedStanding = v.InferOutput<typeof signedStandingSchema>;

const encoder = new TextEncoder();

/** The text that a room signs, as UTF-8: the ids with their sigils. */
export function standingText({ room, who, role, at }: StandingWord): string {
  return `=open-rooms-standing:${room}:${who}:${role}:${at}`;
}

/**
 * The room's word of somebody's standing.
 * @param secretKey 64 bytes, of `word.room`
 */
export function signStanding(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  word: StandingWord,
): SignedStanding {
  const { room, who, role, at } = word;
  const signature = writeSignature(crypto.sign(encoder.encode(standingText(word)), secretKey));
  return { room, who, role, at, signature };
}

/** The word, if it is this room's. */
export function verifyStanding(
  crypto: Pick<CryptoBackend, 'verify'>,
  room: FeedId,
  { signature: text, ...word }: SignedStanding,
): StandingWord | undefined {
  const key = publicKeyOf(room);
  const signature = readSignature(text);
  if (word.room !== room || key === undefined || typeof signature === 'string') return undefined;
  return crypto.verify(signature, encoder.encode(standingText(word)), key) ? word : undefined;
}
