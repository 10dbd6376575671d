import type { FeedId } from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { Peers } from '../peers/peers.ts';
import type { LineEnd } from './chat-line.ts';
import { NeighbourDials } from './neighbour-dials.ts';
import { chooseNeighbours, rankBy } from './neighbours.ts';
import { Patience } from './patience.ts';

/** A connection that is for nothing is closed after this: the other side may be about to use it for something else. */
const NEIGHBOUR_LINGER_MS = 5_000;

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
  /** Whether somebody is spoken with over a direct connection, which is well. */
  readonly isDirect: (id: FeedId) => boolean;
  /** Somebody to whom a tunnel leads is spoken with directly. */
  readonly onDirect: (peer: PeerConnection) => void;
  /** Tends the lines over direct connections. */
  readonly tendDirect: (isNeeded: (id: FeedId) => boolean) => void;
}

/**
 * Who speaks with whom: in each room a few neighbours are chosen and connected to, beside whoever is connected already;
 * so is whoever is there and has something to be told in private. Stock apps are found out by one dial, and left alone.
 */
export class Overlay {
  readonly #parts: OverlayParts;
  readonly #rankOf: (id: FeedId) => number;
  readonly #rooms = new Set<Room>();
  readonly #dials: NeighbourDials;
  readonly #patience: Patience;
  /** Who broke the rules of the conversation: they are not heard, either. */
  readonly #avoided: Patience;
  /** Connections that were opened here for a conversation, and since when each is for nothing. */
  readonly #dialled = new Map<PeerConnection, number | undefined>();
  /** Those with which the person does something else, too. */
  readonly #used = new WeakSet<PeerConnection>();
  #isDue = false;
  #isClosed = false;
  #waiting: Disposable | undefined;

  constructor(parts: OverlayParts) {
    this.#parts = parts;
    this.#rankOf = rankBy(seedOf(parts.runtime.crypto.randomBytes(4)));
    const now = () => parts.runtime.clock.now();
    this.#patience = new Patience(now);
    this.#avoided = new Patience(now);
    this.#dials = new NeighbourDials({
      ...parts,
      onDialled: (peer) => {
        if (parts.peers.open.has(peer) && !this.#used.has(peer)) this.#dialled.set(peer, undefined);
      },
      onUnreachable: (id, isFinal) => (isFinal ? this.#patience.refused(id) : this.#patience.failed(id)),
      onSettled: () => this.review(),
    });
    parts.peers.open.watch({
      joined: () => this.review(),
      left: (peer) => {
        this.#dialled.delete(peer);
        this.review();
      },
    });
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

  /** Whoever takes part nowhere speaks with nobody. */
  get isIn(): boolean {
    return this.#rooms.size > 0;
  }

  /** What is spoken over a connection is over. */
  onLineEnded(peer: PeerConnection, how: LineEnd): void {
    if (how === 'mute') this.#patience.mute(peer.id);
    else if (how === 'refused') this.#patience.refused(peer.id);
    else if (how === 'failed' && this.#parts.peers.open.has(peer)) this.#patience.failed(peer.id);
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
    this.#dials.close();
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
    this.#dials.plan(wanted, new Set(this.#parts.wished()));
    this.#tend(wanted);
    const isAway = [...this.#rooms].some((room) => !isThere(room));
    this.#parts.tendDirect((id) => isAway || wanted.has(id) || this.#parts.peers.to(id) !== undefined);
    this.#lookLater();
  }

  /** Whom we want to speak with, and in which room they are. */
  #wanted(): Map<FeedId, Room> {
    const wanted = new Map<FeedId, Room>();
    const { id: own, wished } = this.#parts;
    const rooms = [...this.#rooms].filter(isThere);
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

  /** Opens lines, and closes the connections that are for nothing. */
  #tend(wanted: ReadonlyMap<FeedId, Room>): void {
    const { peers, hasLine, openLine, endLine, isDirect, onDirect } = this.#parts;
    for (const peer of peers.open.snapshot()) {
      if (isDirect(peer.id)) onDirect(peer);
      if (peer.opener === 'there') continue;
      if (isDirect(peer.id) && this.#isOnly(peer)) endLine(peer);
      else if (this.isIn && !hasLine(peer) && this.#isWelcome(peer.id)) openLine(peer);
    }
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

  /** Whether no other tunnel leads to them: that may be another device, with no direct line. */
  #isOnly({ id }: PeerConnection): boolean {
    return this.#parts.peers.open.snapshot().filter((peer) => peer.id === id).length === 1;
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
}

/** Whether a room is connected, and has said who is there. */
function isThere({ state, isListed }: Room): boolean {
  return state === 'open' && isListed;
}

function seedOf(bytes: Uint8Array): number {
  return bytes.reduce((seed, byte) => seed * 256 + byte, 0);
}
