import {
  type Clock,
  type CryptoBackend,
  type FeedId,
  type SignedStanding,
  TokenBucket,
  verifyStanding,
} from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';

/** Words of one room that are kept, as many as a big hall has viewers; a room that invents people fills no memory. */
const MAX_VIEWERS_KEPT = 10_000;

/**
 * Signatures of one room's words that are looked at and are bad: a room that is right sends none. Beyond these its words
 * are dropped unseen for a while.
 */
const WRONG_WORDS_PER_SECOND = 1;
const WRONG_WORDS_AT_ONCE = 50;

/** What of a room tells whether somebody is met there. */
type Place = Pick<Room, 'id' | 'attendants' | 'standing'>;

export interface ViewersParts {
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Those that are joined. */
  readonly rooms: () => readonly Place[];
  /** Whether a tunnel leads to somebody through a room. */
  readonly isThrough: (room: FeedId, id: FeedId) => boolean;
}

/** What a room has said of a viewer: its signature is looked at once they would be refused by it. */
interface Kept {
  readonly signed: SignedStanding;
  isVerified: boolean;
}

/**
 * Who only watches, by the word of each room (spec/endings.md): peers hold them to it, for what peers say to each other does
 * not pass the room.
 */
export class Viewers {
  readonly #parts: ViewersParts;
  readonly #words = new Map<FeedId, Map<FeedId, Kept>>();
  /** Bad signatures, by room: only of rooms that have sent one, of those that are joined. */
  readonly #wrong = new Map<FeedId, TokenBucket>();
  readonly #listeners = new Set<() => void>();
  #isDue = false;

  constructor(parts: ViewersParts) {
    this.#parts = parts;
  }

  /** A room is asked anew: it says first who is a viewer there now. */
  begin(room: FeedId): void {
    if (this.#words.delete(room)) this.#tell();
  }

  /** A room's word, as it came. */
  heard(room: FeedId, signed: SignedStanding): void {
    const words = this.#words.get(room) ?? new Map<FeedId, Kept>();
    const before = words.get(signed.who);
    if (signed.room !== room || (before !== undefined && before.signed.at > signed.at)) return;
    if (signed.role === 'viewer') {
      words.delete(signed.who);
      words.set(signed.who, { signed, isVerified: false });
      this.#words.set(room, words);
      const [oldest] = words.size > MAX_VIEWERS_KEPT ? words.keys() : [];
      if (oldest !== undefined) words.delete(oldest);
    } else if (before !== undefined && this.#isTrue(room, signed)) words.delete(signed.who);
    else return;
    this.#tell();
  }

  /** Whether a room says that somebody only watches there. */
  isViewerIn(room: FeedId, id: FeedId): boolean {
    const words = this.#words.get(room);
    const kept = words?.get(id);
    if (kept === undefined) return false;
    kept.isVerified ||= this.#isTrue(room, kept.signed);
    if (!kept.isVerified) words?.delete(id);
    return kept.isVerified;
  }

  /** Whether every room in which somebody is met says that they only watch: nothing that they say is taken. */
  isMute(id: FeedId): boolean {
    if (this.#words.size === 0) return false;
    const saying = this.#parts.rooms().filter((room) => this.isViewerIn(room.id, id));
    return (
      saying.length > 0 && this.#parts.rooms().every((room) => saying.includes(room) || !this.#isIn(room, id))
    );
  }

  /** Whether somebody would take what one says to them oneself: in some room in common one does not only watch. */
  mayWriteTo(id: FeedId): boolean {
    const common = this.#parts.rooms().filter((room) => this.#isIn(room, id));
    return common.length === 0 || common.some(({ standing }) => standing !== 'viewer');
  }

  /** Calls `listener` after words have changed something, until disposed. */
  watch(listener: () => void): Disposable {
    const watcher = () => listener();
    this.#listeners.add(watcher);
    return { [Symbol.dispose]: () => void this.#listeners.delete(watcher) };
  }

  #isIn({ id: room, attendants }: Place, id: FeedId): boolean {
    return attendants.has(id) || this.#parts.isThrough(room, id);
  }

  #isTrue(room: FeedId, signed: SignedStanding): boolean {
    const { crypto, clock } = this.#parts;
    const now = clock.now();
    const known = this.#wrong.get(room);
    if (known !== undefined && known.delay(now) > 0) return false;
    if (verifyStanding(crypto, room, signed) !== undefined) return true;
    const wrong = known ?? new TokenBucket(WRONG_WORDS_PER_SECOND, WRONG_WORDS_AT_ONCE - 1);
    wrong.take(now);
    this.#wrong.set(room, wrong);
    return false;
  }

  /** A room that is entered says many words at once. */
  #tell(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
