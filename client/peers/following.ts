import { type FeedId, writeAddresses } from '@open-rooms/protocol';
import type { Background } from '../connection/background.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Peers } from './peers.ts';

export interface FollowingParts {
  readonly id: FeedId;
  readonly runtime: Runtime;
  readonly book: ContactBook;
  readonly peers: Peers;
  readonly background: Background;
}

/**
 * Where two follow each other, whoever comes dials who is there: at once. The others give them this long, then dial
 * themselves, for the newcomer may not follow back.
 */
const GRACE_MS = 1_500;

/** Spread over this, so that a room that restarted does not see all tunnels asked for at once. */
const SPREAD_MS = 500;

/** First pause after a dial that failed; it doubles, up to the longest. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Dials that are under way at once: a person may follow a whole room. */
const MAX_DIALS = 4;

/** Somebody who is followed, in one room. */
interface Wanted {
  readonly room: Room;
  readonly id: FeedId;
  timer: Disposable | undefined;
  failures: number;
}

/**
 * Keeps a connection to everybody who is followed and there; nobody else is dialled. It notes where contacts were
 * seen, too, so that they are found again.
 */
export class Following {
  readonly #parts: FollowingParts;
  readonly #rooms = new Map<Room, Disposable>();
  readonly #wanted = new Map<string, Wanted>();
  #dials = 0;

  constructor(parts: FollowingParts) {
    this.#parts = parts;
    parts.book.watch(() => this.#considerAll(0));
    parts.peers.open.watch({
      joined: () => undefined,
      left: ({ id }) => this.#considerEverywhere(id, this.#graceFor(id)),
    });
  }

  /** Looks after a room from now on, until disposed. */
  watch(room: Room): Disposable {
    const attendants = room.attendants.watch({
      // Who is on the first list was there before us.
      joined: (id) => this.#seen(room, id, room.isListed ? this.#graceFor(id) : 0),
      left: (id) => this.#forget(room, id),
    });
    for (const id of attendants.snapshot) this.#seen(room, id, 0);
    const state = room.watch(() => {
      if (room.state === 'open')
        for (const id of room.attendants.snapshot()) this.#consider(room, id, this.#graceFor(id));
    });
    const watching = {
      [Symbol.dispose]: () => {
        attendants[Symbol.dispose]();
        state[Symbol.dispose]();
        for (const id of room.attendants.snapshot()) this.#forget(room, id);
        this.#rooms.delete(room);
      },
    };
    this.#rooms.set(room, watching);
    return watching;
  }

  #seen(room: Room, id: FeedId, delay: number): void {
    const { book, background } = this.#parts;
    if (book.contact(id) !== undefined) {
      const addresses = writeAddresses(room.addresses);
      background.run(book.met(id, { room: room.id, addresses }));
    }
    this.#consider(room, id, delay);
  }

  #considerAll(delay: number): void {
    for (const id of this.#parts.book.followed()) this.#considerEverywhere(id, delay);
  }

  #considerEverywhere(id: FeedId, delay: number): void {
    for (const room of this.#rooms.keys()) this.#consider(room, id, delay);
  }

  /** Plans a dial, unless one is planned, or nobody wants it. */
  #consider(room: Room, id: FeedId, delay: number): void {
    const key = `${room.id} ${id}`;
    const wanted = this.#wanted.get(key) ?? { room, id, timer: undefined, failures: 0 };
    if (wanted.timer !== undefined || !this.#isWanted(wanted)) return;
    this.#wanted.set(key, wanted);
    const pause =
      wanted.failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (wanted.failures - 1));
    wanted.timer = this.#parts.runtime.clock.after(delay + pause, () => this.#due(wanted));
  }

  #isWanted({ room, id }: Wanted): boolean {
    const { book, peers } = this.#parts;
    const isThere = room.state === 'open' && room.attendants.has(id);
    return isThere && book.relationOf(id) === 'followed' && !peers.isConnected(id);
  }

  #due(wanted: Wanted): void {
    wanted.timer = undefined;
    if (!this.#isWanted(wanted)) return;
    if (this.#dials >= MAX_DIALS) return this.#consider(wanted.room, wanted.id, SPREAD_MS);
    this.#dials++;
    this.#parts.peers
      .dial(wanted.room, wanted.id)
      .then(
        () => {
          wanted.failures = 0;
        },
        (error: unknown) => {
          if (!(error instanceof JoinError)) return throwLater(error);
          wanted.failures++;
        },
      )
      .finally(() => {
        this.#dials--;
        this.#consider(wanted.room, wanted.id, 0);
      });
  }

  #forget(room: Room, id: FeedId): void {
    const key = `${room.id} ${id}`;
    this.#wanted.get(key)?.timer?.[Symbol.dispose]();
    this.#wanted.delete(key);
  }

  /** Of two who follow each other one dials first: the one whose id comes first. */
  #graceFor(id: FeedId): number {
    const { runtime, id: own } = this.#parts;
    const [byte = 0] = runtime.crypto.randomBytes(1);
    return (own < id ? 0 : GRACE_MS) + (byte / 256) * SPREAD_MS;
  }
}
