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
 * Where two follow each other, whoever comes dials who is there. The others give them this long, then dial themselves,
 * for the newcomer may not follow back.
 */
const GRACE_MS = 1_500;

/** Of two who may dial each other at once, the second waits until the first has: its spread, and a handshake. */
const TURN_MS = 750;

/** Spread over this, so that a room that restarted does not see all tunnels asked for at once. */
const SPREAD_MS = 500;

/** First pause after a dial that failed; it doubles, up to the longest. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Dials that are under way at once: a person may follow a whole room. */
const MAX_DIALS = 4;

/** What changes of the book within this time are looked at together: sightings come by the hundred. */
const SWEEP_MS = 20;

/** Somebody who is followed, in one room. */
interface Wanted {
  readonly room: Room;
  readonly id: FeedId;
  timer: Disposable | undefined;
  /** Waits for one of the dials that are under way to end. */
  queued: boolean;
  failures: number;
}

/**
 * Keeps a connection to everybody who is followed and there; nobody else is dialled. It notes where contacts were
 * seen, too, so that they are found again.
 */
export class Following {
  readonly #parts: FollowingParts;
  readonly #rooms = new Map<Room, Map<FeedId, Wanted>>();
  readonly #queue: Wanted[] = [];
  #followed = new Set<FeedId>();
  #sweep: Disposable | undefined;
  /** Who is being dialled now, in whichever room. */
  readonly #under = new Set<FeedId>();

  constructor(parts: FollowingParts) {
    this.#parts = parts;
    this.#followed = new Set(parts.book.followed());
    parts.book.watch(() => {
      this.#sweep ??= parts.runtime.clock.after(SWEEP_MS, () => this.#onBookChanged());
    });
    parts.peers.open.watch({
      // Who was there before they were followed, or before the room moved, is noted where they are reached now.
      joined: ({ id, room }) => this.#reached(room, id),
      left: ({ id }) => this.#considerEverywhere(id, this.#turnOf(id)),
    });
  }

  /** Looks after a room from now on, until disposed. */
  watch(room: Room): Disposable {
    this.#rooms.set(room, new Map());
    const attendants = room.attendants.watch({
      // Who is on the list that we find was there before us, and is dialled; who comes later dials us.
      joined: (id) => this.#seen(room, id, room.isListed ? GRACE_MS + this.#spread() : this.#turnOf(id)),
      left: (id) => this.#rest(room, id),
    });
    for (const id of attendants.snapshot) this.#seen(room, id, this.#turnOf(id));
    const listed = room.watch(() => {
      if (room.isListed)
        for (const id of room.attendants.snapshot()) this.#consider(room, id, this.#turnOf(id));
    });
    return {
      [Symbol.dispose]: () => {
        attendants[Symbol.dispose]();
        listed[Symbol.dispose]();
        for (const id of this.#rooms.get(room)?.keys() ?? []) this.#rest(room, id);
        this.#rooms.delete(room);
      },
    };
  }

  #onBookChanged(): void {
    this.#sweep = undefined;
    const before = this.#followed;
    this.#followed = new Set(this.#parts.book.followed());
    for (const id of this.#followed) if (!before.has(id)) this.#considerEverywhere(id, 0);
  }

  #seen(room: Room, id: FeedId, delay: number): void {
    this.#note(room, id);
    this.#consider(room, id, delay);
  }

  #reached(roomId: FeedId, id: FeedId): void {
    for (const room of this.#rooms.keys()) if (room.id === roomId) this.#note(room, id);
  }

  #note(room: Room, id: FeedId): void {
    const { book, background } = this.#parts;
    if (book.contact(id) === undefined) return;
    background.run(book.met(id, { room: room.id, addresses: writeAddresses(room.addresses) }));
  }

  #considerEverywhere(id: FeedId, delay: number): void {
    for (const room of this.#rooms.keys()) this.#consider(room, id, delay);
  }

  /** Plans a dial, unless one is planned, or nobody wants it. */
  #consider(room: Room, id: FeedId, delay: number): void {
    const inRoom = this.#rooms.get(room);
    if (inRoom === undefined || !this.#isWanted(room, id)) return;
    const wanted = inRoom.get(id) ?? { room, id, timer: undefined, queued: false, failures: 0 };
    inRoom.set(id, wanted);
    if (wanted.timer !== undefined || wanted.queued) return;
    const { failures } = wanted;
    const pause = failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    wanted.timer = this.#parts.runtime.clock.after(delay + pause, () => {
      wanted.timer = undefined;
      wanted.queued = true;
      this.#queue.push(wanted);
      this.#pump();
    });
  }

  #isWanted(room: Room, id: FeedId): boolean {
    const { book, peers } = this.#parts;
    const isThere = room.state === 'open' && room.isListed && room.attendants.has(id);
    const isFollowed = isThere && book.relationOf(id) === 'followed';
    return isFollowed && !peers.isConnected(id) && !this.#under.has(id);
  }

  #pump(): void {
    while (this.#under.size < MAX_DIALS) {
      const wanted = this.#queue.shift();
      if (wanted === undefined) return;
      wanted.queued = false;
      if (this.#isWanted(wanted.room, wanted.id)) this.#dial(wanted);
    }
  }

  #dial(wanted: Wanted): void {
    const { room, id } = wanted;
    this.#under.add(id);
    this.#parts.peers
      .dial(room, id)
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
        this.#under.delete(id);
        this.#considerEverywhere(id, 0);
        this.#pump();
      });
  }

  /** Whoever went is not dialled. How often that failed is remembered: a list that flickers is no reason to hurry. */
  #rest(room: Room, id: FeedId): void {
    const wanted = this.#rooms.get(room)?.get(id);
    wanted?.timer?.[Symbol.dispose]();
    if (wanted !== undefined) wanted.timer = undefined;
  }

  /** Of two who come in the same moment, or lose their tunnel, one dials first: the one whose id comes first. */
  #turnOf(id: FeedId): number {
    return (this.#parts.id < id ? 0 : TURN_MS) + this.#spread();
  }

  #spread(): number {
    const [byte = 0] = this.#parts.runtime.crypto.randomBytes(1);
    return (byte / 256) * SPREAD_MS;
  }
}
