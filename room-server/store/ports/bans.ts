import type { FeedId, SignedEnding } from '@open-rooms/protocol';

/** Somebody who is let in no more. */
export interface Ban {
  readonly id: FeedId;
  /** One line, may be empty. Whoever it concerns reads it. */
  readonly reason: string;
  /** Who banned them: a feed id, or `operator`. */
  readonly by: string;
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
  /** From then on it does not hold any more; `null` is until it is lifted. */
  readonly expiresAt: number | null;
}

export interface BanStore {
  /** Newest first, those that do not hold any more included. */
  bans(): Promise<Ban[]>;
  /** Bans somebody; the last word of each person counts. */
  ban(ban: Ban): Promise<void>;
  /** Forgets bans altogether; those that are gone already are no matter. */
  lift(ids: readonly FeedId[]): Promise<void>;
}

/** The room's words that links end, as it signed them: whoever was away hears of them when they come back. */
export interface EndingStore {
  /** Those that were said since a time, oldest first. */
  endings(since: number): Promise<SignedEnding[]>;
  /** Keeps words, the last about each person, and forgets those that were said before `since`. */
  keep(endings: readonly SignedEnding[], since: number): Promise<void>;
}
