import {
  type Clock,
  type CryptoBackend,
  type FeedId,
  Refused,
  type SignedAnnouncement,
  TokenBucket,
  verifyAnnouncement,
  type WatchedSet,
} from '@open-rooms/protocol';

/** Shares of one attendant at a time: a screen, a camera, a file, and one more. */
export const MAX_SHARES_PER_ATTENDANT = 4;

/** Shares of a room: all of them, 330 bytes each, fit in one value that a reader may leave waiting. */
export const MAX_SHARES_PER_ROOM = 128;

/** A sharer's clock may be wrong by a day; one that began in a year would stand last for a year. */
export const SHARE_AHEAD_MAX_MS = 24 * 60 * 60_000;

/** A screen that is shared for weeks is announced again whenever its room comes back, as the signed word of then. */
export const SHARE_AGO_MAX_MS = 60 * 24 * 60 * 60_000;

/** Announcements of one attendant: each costs a signature's check, and is told to all who watch. */
const SHARES_PER_SECOND = 0.5;
export const SHARES_AT_ONCE = 20;

/** Sharers whose pace is remembered; beyond it the one seen longest ago is forgotten. */
const MAX_SHARE_PACES = 1000;

export interface StageParts {
  readonly room: FeedId;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who is in the room: what somebody shares ends when they leave. */
  readonly attendants: WatchedSet<FeedId>;
}

/** Told of each change, in order. */
export interface StageWatcher {
  began(share: SignedAnnouncement): void;
  ended(share: SignedAnnouncement): void;
}

/**
 * What is shared in a room: the signed word of each sharer, kept as long as they are there (spec/stage.md). What a share
 * shows, and to whom, the room does not know.
 */
export class Stage {
  readonly #parts: StageParts;
  /** By {@link keyOf}, the oldest first. */
  readonly #shares = new Map<string, SignedAnnouncement>();
  readonly #paces = new Map<FeedId, TokenBucket>();
  readonly #watchers = new Set<StageWatcher>();

  constructor(parts: StageParts) {
    this.#parts = parts;
    parts.attendants.watch({ joined: () => undefined, left: (id) => this.#onLeft(id) });
  }

  get size(): number {
    return this.#shares.size;
  }

  /** What is shared now, in the order in which it was announced. */
  snapshot(): SignedAnnouncement[] {
    return [...this.#shares.values()];
  }

  /** Tells `watcher` of every change from now on, until disposed. */
  watch(watcher: StageWatcher): Disposable {
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  /**
   * Puts a share of `caller`, who attends, on the list; one that stands there already is replaced and told again only
   * where it says something else.
   * @throws Refused `not-allowed` (not theirs, not this room's, not there), `bad-argument` (signature, time), `too-many`
   */
  share(caller: FeedId, announcement: SignedAnnouncement): true {
    this.#check(caller, announcement);
    const key = keyOf(announcement);
    const known = this.#shares.get(key);
    if (known !== undefined && known.at === announcement.at) return true;
    if (known === undefined) this.#checkPlace(caller);
    this.#shares.set(key, announcement);
    this.#tell((watcher) => watcher.began(announcement));
    return true;
  }

  /** Takes a share of `caller` from the list; answers whether it stood there. */
  unshare(caller: FeedId, share: SignedAnnouncement['share']): boolean {
    const known = this.#shares.get(keyOf({ by: caller, share }));
    if (known !== undefined) this.#end(known);
    return known !== undefined;
  }

  #check(caller: FeedId, announcement: SignedAnnouncement): void {
    const { room, crypto, attendants } = this.#parts;
    if (announcement.by !== caller)
      throw refused('not-allowed', `it is signed by ${announcement.by}, not you`);
    if (announcement.room !== room) throw refused('not-allowed', `it is for the room ${announcement.room}`);
    if (!attendants.has(caller))
      throw refused('not-allowed', 'you are not in the room; announce yourself first');
    const ageMs = this.#parts.now() - announcement.at;
    if (ageMs > SHARE_AGO_MAX_MS || ageMs < -SHARE_AHEAD_MAX_MS)
      throw refused('bad-argument', `it says that it began at ${announcement.at}; look at your clock`);
    this.#pace(caller);
    if (verifyAnnouncement(crypto, room, announcement) === undefined)
      throw refused('bad-argument', 'its signature is not yours');
  }

  #checkPlace(caller: FeedId): void {
    if (this.#of(caller).length >= MAX_SHARES_PER_ATTENDANT)
      throw refused('too-many', `you share ${MAX_SHARES_PER_ATTENDANT} already; end one of them`);
    if (this.#shares.size >= MAX_SHARES_PER_ROOM)
      throw refused(
        'too-many',
        `${MAX_SHARES_PER_ROOM} are shared in this room already; wait until one ends`,
      );
  }

  /** Counts an announcement. @throws Refused `too-many` */
  #pace(caller: FeedId): void {
    const now = this.#parts.clock.now();
    const pace = this.#paces.get(caller) ?? new TokenBucket(SHARES_PER_SECOND, SHARES_AT_ONCE);
    if (pace.delay(now) > 0) throw refused('too-many', 'you have announced many; wait some seconds');
    pace.take(now);
    this.#paces.delete(caller);
    this.#paces.set(caller, pace);
    const oldest = this.#paces.keys().next();
    if (this.#paces.size > MAX_SHARE_PACES && !oldest.done) this.#paces.delete(oldest.value);
  }

  #onLeft(id: FeedId): void {
    for (const share of this.#of(id)) this.#end(share);
  }

  #of(id: FeedId): SignedAnnouncement[] {
    return this.snapshot().filter(({ by }) => by === id);
  }

  #end(share: SignedAnnouncement): void {
    this.#shares.delete(keyOf(share));
    this.#tell((watcher) => watcher.ended(share));
  }

  #tell(tell: (watcher: StageWatcher) => void): void {
    for (const watcher of [...this.#watchers]) tell(watcher);
  }
}

/** A share is its sharer's: whoever takes the id of another's has one of their own. */
function keyOf({ by, share }: Pick<SignedAnnouncement, 'by' | 'share'>): string {
  return `${by} ${share}`;
}

function refused(code: 'not-allowed' | 'bad-argument' | 'too-many', why: string): Refused {
  return new Refused(code, `Cannot share here: ${why}.`);
}
