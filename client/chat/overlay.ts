import type { FeedId } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Peers } from '../peers/peers.ts';
import type { LineEnd } from './chat-lines.ts';
import { chooseNeighbours, rankBy } from './neighbours.ts';
import { Patience } from './patience.ts';

/** Of two who choose each other, the one whose id comes first dials at once; the other gives them this long. */
const NEIGHBOUR_GRACE_MS = 1_500;

/** A connection that is for nothing is closed after this: the other side may be about to use it for something else. */
const NEIGHBOUR_LINGER_MS = 5_000;

/** Dials are spread by this for each attendant, up to the longest: a room that restarted is not asked for all at once. */
const SPREAD_PER_ATTENDANT = 10;
const LONGEST_SPREAD = 1_000;

/** Dials for conversations that are under way at once. */
const MAX_NEIGHBOUR_DIALS = 4;

/** Neighbours that were chosen and are not any more, whose tunnels are kept: who comes and goes costs no new ones. */
const MAX_SPARE_NEIGHBOURS = 6;

export interface OverlayParts {
  readonly id: FeedId;
  readonly runtime: Runtime;
  readonly book: ContactBook;
  readonly peers: Peers;
  /** Those to whom there is something to say in private. */
  readonly wished: () => readonly FeedId[];
  readonly hasLine: (peer: PeerConnection) => boolean;
  readonly openLine: (peer: PeerConnection) => void;
  readonly endLine: (peer: PeerConnection) => void;
}

/** A dial that waits, or is under way. */
interface Plan {
  readonly room: Room;
  timer: Disposable | undefined;
}

/**
 * Who speaks with whom: in each room a few neighbours are chosen and connected to, beside whoever is connected already;
 * so is whoever is there and has something to be told in private. Stock apps are found out by one dial, and left alone.
 */
export class Overlay {
  readonly #parts: OverlayParts;
  readonly #rankOf: (id: FeedId) => number;
  readonly #rooms = new Set<Room>();
  readonly #plans = new Map<FeedId, Plan>();
  readonly #patience: Patience;
  /** Who broke the rules of the conversation: they are not heard, either. */
  readonly #avoided: Patience;
  /** Connections that were opened here for a conversation, and since when each is for nothing. */
  readonly #dialled = new Map<PeerConnection, number | undefined>();
  /** Those with which the person does something else, too. */
  readonly #used = new WeakSet<PeerConnection>();
  #dials = 0;
  #isDue = false;
  #isClosed = false;
  #waiting: Disposable | undefined;

  constructor(parts: OverlayParts) {
    this.#parts = parts;
    this.#rankOf = rankBy(seedOf(parts.runtime.crypto.randomBytes(4)));
    const now = () => parts.runtime.clock.now();
    this.#patience = new Patience(now);
    this.#avoided = new Patience(now);
    parts.peers.open.watch({
      joined: () => this.review(),
      left: (peer) => {
        this.#dialled.delete(peer);
        this.review();
      },
    });
    parts.book.watch(() => this.review());
  }

  /** Looks after a room from now on, until disposed. */
  watch(room: Room): Disposable {
    this.#rooms.add(room);
    let wasOpen = room.state === 'open';
    const state = room.watch(() => {
      const isOpen = room.state === 'open';
      // Whoever was lost with the room has done nothing.
      if (isOpen && !wasOpen) for (const id of room.attendants.snapshot()) this.#patience.forget(id);
      wasOpen = isOpen;
      this.review();
    });
    const changed = (id: FeedId) => {
      this.#patience.forget(id);
      this.review();
    };
    const attendants = room.attendants.watch({ joined: changed, left: changed });
    this.review();
    return {
      [Symbol.dispose]: () => {
        this.#rooms.delete(room);
        state[Symbol.dispose]();
        attendants[Symbol.dispose]();
        this.review();
      },
    };
  }

  /** Somebody has asked to say something to them: whatever kept us from it may be over. */
  wish(id: FeedId): void {
    this.#patience.urge(id);
    this.review();
  }

  /** Somebody broke the rules of the conversation. */
  avoid(id: FeedId): void {
    this.#avoided.refused(id);
  }

  isAvoided(id: FeedId): boolean {
    return this.#avoided.pauseFor(id) > 0;
  }

  /** What is spoken over a connection is over. */
  onLineEnded(peer: PeerConnection, how: LineEnd): void {
    if (how === 'mute') this.#patience.mute(peer.id);
    else if (how === 'refused') this.#patience.refused(peer.id);
    else if (this.#parts.peers.open.has(peer)) this.#patience.failed(peer.id);
    this.review();
  }

  onHeard(peer: PeerConnection): void {
    this.#patience.worked(peer.id);
  }

  /** The person does something else over a connection: it is not ours to close. */
  giveUp(peer: PeerConnection): void {
    this.#used.add(peer);
    this.#dialled.delete(peer);
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting?.[Symbol.dispose]();
    for (const { timer } of this.#plans.values()) timer?.[Symbol.dispose]();
  }

  /** Looks at everything again, once this turn is over. */
  review(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#isClosed) this.#review();
    });
  }

  #review(): void {
    const wanted = this.#wanted();
    for (const [id, { room, timer }] of this.#plans) {
      if (timer === undefined || wanted.get(id) === room) continue;
      timer[Symbol.dispose]();
      this.#plans.delete(id);
    }
    const wished = new Set(this.#parts.wished());
    for (const [id, room] of wanted) this.#plan(id, room, wished.has(id));
    this.#tend(wanted);
    this.#lookLater();
  }

  /** Whom we want to speak with, and in which room they are. */
  #wanted(): Map<FeedId, Room> {
    const wanted = new Map<FeedId, Room>();
    const { id: own, wished } = this.#parts;
    const rooms = [...this.#rooms].filter((room) => room.state === 'open' && room.isListed);
    for (const room of rooms) {
      const candidates = room.attendants.snapshot().filter((id) => this.#isWelcome(id));
      for (const id of chooseNeighbours(own, candidates, this.#rankOf)) wanted.set(id, room);
    }
    for (const id of wished()) {
      const room = rooms.find(({ attendants }) => attendants.has(id));
      if (room !== undefined && this.#isWelcome(id)) wanted.set(id, room);
    }
    return wanted;
  }

  #isWelcome(id: FeedId): boolean {
    if (this.isAvoided(id)) return false;
    return this.#patience.pauseFor(id) === 0 && this.#parts.book.relationOf(id) !== 'blocked';
  }

  #plan(id: FeedId, room: Room, isWished: boolean): void {
    if (this.#plans.has(id) || this.#parts.peers.to(id) !== undefined) return;
    const grace = isWished || this.#parts.id < id ? 0 : NEIGHBOUR_GRACE_MS;
    const plan: Plan = { room, timer: undefined };
    this.#plans.set(id, plan);
    plan.timer = this.#parts.runtime.clock.after(grace + this.#spread(room), () => this.#due(id, plan));
  }

  #due(id: FeedId, plan: Plan): void {
    const { peers, runtime } = this.#parts;
    const { room } = plan;
    if (this.#dials >= MAX_NEIGHBOUR_DIALS) {
      plan.timer = runtime.clock.after(this.#spread(room), () => this.#due(id, plan));
      return;
    }
    plan.timer = undefined;
    const isStill = peers.to(id) === undefined && room.state === 'open' && room.attendants.has(id);
    if (!isStill) return void this.#plans.delete(id);
    this.#dials++;
    peers
      .dial(room, id)
      .then(
        (peer) => {
          if (peers.open.has(peer) && !this.#used.has(peer)) this.#dialled.set(peer, undefined);
        },
        (error: unknown) => this.#onFailed(id, room, error),
      )
      .finally(() => {
        this.#dials--;
        this.#plans.delete(id);
        this.review();
      });
  }

  #onFailed(id: FeedId, room: Room, error: unknown): void {
    if (!(error instanceof JoinError)) return throwLater(error);
    if (room.state !== 'open') return;
    const isCrowded = error.message.includes('too-many');
    const isFinal = error.fault === 'refused' || error.fault === 'wrong-key';
    if (isFinal && !isCrowded) this.#patience.refused(id);
    else this.#patience.failed(id);
  }

  /** Opens lines, and closes the connections that are for nothing. */
  #tend(wanted: ReadonlyMap<FeedId, Room>): void {
    const { peers, hasLine, openLine } = this.#parts;
    // Whoever takes part nowhere speaks with nobody.
    const isIn = this.#rooms.size > 0;
    for (const peer of peers.open.snapshot())
      if (isIn && peer.opener === 'here' && !hasLine(peer) && this.#isWelcome(peer.id)) openLine(peer);
    const spare = [...this.#dialled.keys()].filter((peer) => !wanted.has(peer.id));
    const surplus = new Set(spare.slice(0, -MAX_SPARE_NEIGHBOURS));
    const now = this.#parts.runtime.clock.now();
    for (const [peer, since = now] of this.#dialled) {
      const isMute = !hasLine(peer) && !this.#isWelcome(peer.id);
      const isNeeded = !isMute && !surplus.has(peer) && !this.#isDouble(peer);
      this.#dialled.set(peer, isNeeded ? undefined : since);
      if (!isNeeded && now - since >= NEIGHBOUR_LINGER_MS) this.#close(peer);
    }
  }

  /** Whether there is another one, which the other side opened: the one whose id comes first keeps theirs. */
  #isDouble({ id }: PeerConnection): boolean {
    if (this.#parts.id < id) return false;
    return this.#parts.peers.open.snapshot().some((other) => other.id === id && other.opener === 'there');
  }

  #close(peer: PeerConnection): void {
    const { book, hasLine, endLine } = this.#parts;
    if (book.relationOf(peer.id) === 'followed' || !peer.isIdleBut(hasLine(peer) ? 1 : 0)) return;
    this.#dialled.delete(peer);
    endLine(peer);
    peer.close();
  }

  /** When somebody may be dialled again, or a connection has lingered. One that is used meanwhile lingers on. */
  #lookLater(): void {
    this.#waiting?.[Symbol.dispose]();
    this.#waiting = undefined;
    const isLingering = [...this.#dialled.values()].some((since) => since !== undefined);
    const pause = this.#patience.next() ?? Number.POSITIVE_INFINITY;
    const next = isLingering ? Math.min(pause, NEIGHBOUR_LINGER_MS) : pause;
    if (next < Number.POSITIVE_INFINITY)
      this.#waiting = this.#parts.runtime.clock.after(next, () => this.review());
  }

  #spread({ attendants }: Room): number {
    const [byte = 0] = this.#parts.runtime.crypto.randomBytes(1);
    return (byte / 256) * Math.min(LONGEST_SPREAD, SPREAD_PER_ATTENDANT * attendants.size);
  }
}

function seedOf(bytes: Uint8Array): number {
  return bytes.reduce((seed, byte) => seed * 256 + byte, 0);
}
