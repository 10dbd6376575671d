import {
  type Announcement,
  type Clock,
  ConnectionEnded,
  type CryptoBackend,
  type FeedId,
  RemoteError,
  type ShareId,
  type SignedAnnouncement,
  type StageEvent,
  TokenBucket,
  verifyAnnouncement,
} from '@open-rooms/protocol';
import { isMissingMethod } from '../connection/enter-room.ts';
import { ANNOUNCEMENTS_AT_ONCE, ANNOUNCEMENTS_PER_SECOND, MAX_LISTED_SHARES } from './share-limits.ts';

export interface FollowStageParts {
  readonly remote: { readonly 'room.stage': () => AsyncIterable<StageEvent> };
  readonly room: FeedId;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  readonly clock: Clock;
  /** All that is shared there, each by its sharer's word. */
  readonly onShares: (all: readonly Announcement[]) => void;
  readonly onBegan: (announcement: Announcement) => void;
  readonly onEnded: (by: FeedId, share: ShareId) => void;
}

/**
 * Hears of what is shared in a room until it tells no more: `unknown` where the room knows no stage. What no sharer
 * signed is passed over (spec/stage.md).
 */
export async function followStage(parts: FollowStageParts): Promise<'over' | 'unknown'> {
  const { remote, room, crypto, clock, onShares, onBegan, onEnded } = parts;
  const checks = new TokenBucket(ANNOUNCEMENTS_PER_SECOND, ANNOUNCEMENTS_AT_ONCE);
  const verified = (signed: SignedAnnouncement): Announcement[] => {
    if (checks.delay(clock.now()) > 0) return [];
    checks.take(clock.now());
    const announcement = verifyAnnouncement(crypto, room, signed);
    return announcement === undefined ? [] : [announcement];
  };
  try {
    for await (const event of remote['room.stage']()) {
      if (event.type === 'shares') onShares(event.shares.slice(0, MAX_LISTED_SHARES).flatMap(verified));
      else if (event.type === 'ended') onEnded(event.by, event.share);
      else for (const announcement of verified(event.share)) onBegan(announcement);
    }
    return 'over';
  } catch (error) {
    if (isMissingMethod(error)) return 'unknown';
    if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
    return 'over';
  }
}
