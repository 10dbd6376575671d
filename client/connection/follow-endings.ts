import {
  type Clock,
  ConnectionEnded,
  type CryptoBackend,
  type Ending,
  type EndingsEvent,
  type FeedId,
  RemoteError,
  type SignedStanding,
  TokenBucket,
  verifyEnding,
} from '@open-rooms/protocol';

export interface FollowEndingsParts {
  readonly remote: { readonly 'room.endings': () => AsyncIterable<EndingsEvent> };
  readonly room: FeedId;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  /** Milliseconds since 1970, by our own clock. */
  readonly now: () => number;
  readonly clock: Clock;
  /** Whether something would end by this word, if it is the room's: only then its signature is looked at. */
  readonly concerns: (ending: Ending) => boolean;
  /** The room's word, verified; its time is by our own clock. `isNew` is what was said since we asked. */
  readonly onEnding: (ending: Ending, isNew: boolean) => void;
  /** The room begins to tell: who is a viewer there comes anew. */
  readonly onBegin: () => void;
  /** The room's word of what somebody is there, which is not verified yet. */
  readonly onStanding: (signed: SignedStanding) => void;
}

/**
 * Signatures of endings that are looked at: all that a room keeps at once, then a few. Each that is good ends something;
 * a room that sends others without end is not heard any more than this.
 */
const ENDINGS_PER_SECOND = 10;
export const ENDINGS_AT_ONCE = 500;

/**
 * Hears of the links that a room ends, those of lately first, and of who is a viewer there, until the room tells no more.
 * Most rooms know nothing of it: then nothing is heard. An ending that the room did not sign is passed over.
 */
export async function followEndings(parts: FollowEndingsParts): Promise<void> {
  const { remote, room, crypto, now, clock, concerns, onEnding, onBegin, onStanding } = parts;
  const checks = new TokenBucket(ENDINGS_PER_SECOND, ENDINGS_AT_ONCE);
  // The room's clock may be wrong by years: what it says of its endings is put beside what it says of now.
  let behindMs: number | undefined;
  let askedAt = 0;
  try {
    for await (const event of remote['room.endings']()) {
      if (event.type === 'now') {
        if (behindMs !== undefined) continue;
        askedAt = event.at;
        behindMs = now() - askedAt;
        onBegin();
        continue;
      }
      if (behindMs === undefined) continue;
      if (event.type === 'standing') {
        onStanding(event.standing);
        continue;
      }
      const said = { ...event.ending, at: event.ending.at + behindMs };
      if (!concerns(said) || checks.delay(clock.now()) > 0) continue;
      checks.take(clock.now());
      const ending = verifyEnding(crypto, room, event.ending);
      if (ending !== undefined) onEnding({ ...ending, at: said.at }, ending.at >= askedAt);
    }
  } catch (error) {
    if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
  }
}
