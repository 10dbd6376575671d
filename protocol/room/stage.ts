import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';
import { feedId } from '../rpc/schemas.ts';
import { isShareId, type ShareId } from '../share/share-id.ts';

/** Somebody's word that they share something in a room (spec/stage.md). What it is, only its viewers learn. */
export interface Announcement {
  readonly room: FeedId;
  readonly by: FeedId;
  readonly share: ShareId;
  /** Milliseconds since 1970, by the sharer's clock: when it began. */
  readonly at: number;
}

export const shareIdSchema = v.custom<ShareId>(
  isShareId,
  'should be the id of a share, 32 hex digits in lower case',
);

/** An announcement as it travels. Its signature is not verified by reading it. */
export const signedAnnouncementSchema = v.object({
  room: feedId,
  by: feedId,
  share: shareIdSchema,
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  signature: v.string(),
});
export type SignedAnnouncement = v.InferOutput<typeof signedAnnouncementSchema>;

/** A value of `room.stage`: all that is shared there, once; then each that begins or ends. */
export const stageEventSchema = v.variant('type', [
  v.object({ type: v.literal('shares'), shares: v.array(signedAnnouncementSchema) }),
  v.object({ type: v.literal('began'), share: signedAnnouncementSchema }),
  v.object({ type: v.literal('ended'), by: feedId, share: shareIdSchema }),
]);
export type StageEvent = v.InferOutput<typeof stageEventSchema>;

const encoder = new TextEncoder();

/** The text that a sharer signs, as UTF-8: the ids with their sigils. */
export function announcementText({ room, by, share, at }: Announcement): string {
  return `=open-rooms-share:${room}:${by}:${share}:${at}`;
}

/**
 * The sharer's word that they share.
 * @param secretKey 64 bytes, of `announcement.by`
 */
export function signAnnouncement(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  announcement: Announcement,
): SignedAnnouncement {
  const { room, by, share, at } = announcement;
  const text = encoder.encode(announcementText(announcement));
  return { room, by, share, at, signature: writeSignature(crypto.sign(text, secretKey)) };
}

/** The announcement, if it is the sharer's word, for this room: a room can invent no shares of people. */
export function verifyAnnouncement(
  crypto: Pick<CryptoBackend, 'verify'>,
  room: FeedId,
  { signature: text, ...announcement }: SignedAnnouncement,
): Announcement | undefined {
  const key = publicKeyOf(announcement.by);
  const signature = readSignature(text);
  if (announcement.room !== room || key === undefined || typeof signature === 'string') return undefined;
  return crypto.verify(signature, encoder.encode(announcementText(announcement)), key)
    ? announcement
    : undefined;
}
