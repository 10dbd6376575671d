import {
  type FeedId,
  type PeerContract,
  type PipeOffer,
  peerContract,
  type Request,
  type ServerIdentity,
  type Stream,
  serve,
  serverIdentity,
  WatchedSet,
} from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import { type Consent, consent, type Strangers, type Wish } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import { EndedMeetings } from './ended-meetings.ts';
import type { IncomingPipe } from './incoming-pipe.ts';
import { IncomingPipes, type PipeSource } from './incoming-pipes.ts';
import { KeptPeople } from './kept-people.ts';
import { PeerConnection, type PeerParts } from './peer-connection.ts';
import { checkConsent, checkViewer, type PeerServices, peerHandlers } from './peer-handlers.ts';
import { CONTACT_LIMITS, STRANGER_LIMITS } from './peer-limits.ts';
import { PeerStream } from './peer-stream.ts';
import { TunnelPlaces } from './tunnel-places.ts';
import { Viewers } from './viewers.ts';

export interface PeersParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly book: ContactBook;
  /** What strangers get, now. */
  readonly strangers: () => Strangers;
  /** Those that are joined. */
  readonly rooms: () => readonly Room[];
  /** Somebody sends bytes; see {@link IncomingPipe.isAccepted}. Without it pipes are refused. */
  readonly onPipe?: ((pipe: IncomingPipe) => void) | undefined;
  /** What else we answer, each for as long as the consent allows it. */
  readonly services: Pick<PeerServices, 'onChat' | 'onLink' | 'onRing' | 'onAbout'>;
}

/** Everybody to whom a tunnel is open, in whichever room, and what they want of us. */
export class Peers {
  readonly #parts: PeersParts;
  readonly #server: ServerIdentity;
  readonly #answer: (peer: PeerConnection, stream: Stream, request: Request) => void;
  readonly #open = new WatchedSet<PeerConnection>();
  /** Whom rooms have put out. */
  readonly ended: EndedMeetings;
  /** Who only watches in a room. */
  readonly viewers: Viewers;
  /** Those who are wanted here take no places of strangers. */
  readonly kept = new KeptPeople();
  readonly #byId = new Map<FeedId, Set<PeerConnection>>();
  readonly #pipes: IncomingPipes;
  readonly #places = new Map<FeedId, TunnelPlaces>();
  /** Tunnels that are about to be opened from here, by room and whom they lead to. */
  readonly #dialling = new Map<string, Promise<PeerConnection>>();
  /** Whom we knew when the tunnel was opened, by whichever side: the others are bounded. */
  readonly #known = new WeakSet<PeerConnection>();

  constructor(parts: PeersParts) {
    this.#parts = parts;
    this.#server = serverIdentity(parts.runtime.crypto, parts.identity);
    const { identity, runtime, book, strangers, rooms } = parts;
    const isThrough = (room: FeedId, id: FeedId) => this.isThrough(room, id);
    this.viewers = new Viewers({ crypto: runtime.crypto, clock: runtime.clock, rooms, isThrough });
    this.ended = new EndedMeetings({ own: identity.id, open: this.#open });
    this.#pipes = new IncomingPipes({
      consentTo: (id) => this.#consentTo(id, 'file'),
      isContact: (id) => book.relationOf(id) !== 'stranger',
      onPipe: parts.onPipe,
    });
    const onPipe = (peer: PeerConnection, stream: Stream, offer: PipeOffer) =>
      this.#pipes.receive(
        peer,
        { from: peer.id, room: peer.room, isDirect: false },
        new PeerStream(stream),
        offer,
      );
    const handlers = peerHandlers({
      ...{ id: identity.id, now: () => runtime.clock.now(), onPipe },
      ...parts.services,
    });
    this.#answer = serve<PeerContract, PeerConnection>(peerContract, handlers, {
      gate: (peer, act) => {
        checkConsent(book.relationOf(peer.id), strangers(), act);
        if (this.viewers.isViewerIn(peer.room, peer.id)) checkViewer(act);
      },
      onFault: throwLater,
    });
    book.watch(() => this.reconsider());
    this.viewers.watch(() => this.reconsider());
  }

  /** The open connections, live. */
  get open(): LiveSet<PeerConnection> {
    return this.#open;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#pipes.requests;
  }

  /** The best connection to somebody: one of equals before one of strangers, a newer one before an older. */
  to(id: FeedId): PeerConnection | undefined {
    const all = [...(this.#byId.get(id) ?? [])];
    return all.findLast((peer) => this.#known.has(peer)) ?? all.at(-1);
  }

  /** Whether there is a connection to somebody that was opened when we knew them. */
  isConnected(id: FeedId): boolean {
    return [...(this.#byId.get(id) ?? [])].some((peer) => this.#known.has(peer));
  }

  /** Whether there is a connection to somebody through this room. */
  isThrough(room: FeedId, id: FeedId): boolean {
    return [...(this.#byId.get(id) ?? [])].some((peer) => peer.room === room);
  }

  /**
   * Opens a tunnel to somebody in a room. Where one through it is about to be opened already, that is the answer.
   * @throws JoinError
   */
  dial(room: Room, target: FeedId): Promise<PeerConnection> {
    const key = `${room.id} ${target}`;
    const under = this.#dialling.get(key);
    if (under !== undefined) return under;
    const dialled = this.#dial(room, target).finally(() => this.#dialling.delete(key));
    this.#dialling.set(key, dialled);
    return dialled;
  }

  /** Answers somebody who opened a tunnel to us. */
  accept(room: Room, stream: Stream, origin: FeedId): void {
    if (this.#consentTo(origin, 'tunnel') === 'refuse' || !this.ended.mayMeet(room, origin))
      return stream.fail(NOT_LET_IN);
    const isKnown = this.#parts.book.relationOf(origin) !== 'stranger';
    const place = this.#placesIn(room.id).take(origin, isKnown);
    if ('sentence' in place) {
      if (place.full) this.#closeIdleStranger(room.id);
      return stream.fail(place.sentence);
    }
    PeerConnection.answer(stream, room.id, origin, this.#partsFor(isKnown)).then(
      (peer) => {
        this.#enter(room, peer, isKnown);
        void peer.closed.then(() => place[Symbol.dispose]());
      },
      (error: unknown) => {
        place[Symbol.dispose]();
        if (!(error instanceof JoinError)) throwLater(error);
      },
    );
  }

  /** Whether what somebody sends is taken without asking. */
  takesFrom(id: FeedId): boolean {
    return this.#consentTo(id, 'file') === 'accept';
  }

  /**
   * Takes a pipe that comes another way than through a tunnel, as one that does.
   * @throws Refused where they may not even ask
   */
  receive(source: PipeSource, stream: PeerStream, offer: PipeOffer): void {
    const { book, strangers } = this.#parts;
    checkConsent(book.relationOf(source.id), strangers(), 'file');
    if (this.viewers.isMute(source.id)) checkViewer('file');
    const { id } = source;
    this.#pipes.receive(source, { from: id, room: this.to(id)?.room, isDirect: true }, stream, offer);
  }

  /** Whoever was accepted meanwhile is; who may not be here any more goes. */
  reconsider(): void {
    this.#pipes.reconsider();
    for (const peer of this.#open.snapshot()) {
      // Whom the person dials themselves they let in, unless it is somebody blocked.
      const isOurs = peer.opener === 'here' && this.#parts.book.relationOf(peer.id) !== 'blocked';
      if (!isOurs && this.#consentTo(peer.id, 'tunnel') === 'refuse') peer.close();
    }
  }

  /** Whether somebody who is connected, however, may stay so; `wasDialled` where the person once dialled them. */
  mayStay(id: FeedId, wasDialled = false): boolean {
    if (this.#parts.book.relationOf(id) === 'blocked') return false;
    const isDialled = wasDialled || [...(this.#byId.get(id) ?? [])].some(({ opener }) => opener === 'here');
    return isDialled || this.#consentTo(id, 'tunnel') !== 'refuse';
  }

  close(): void {
    for (const peer of this.#open.snapshot()) peer.close();
  }

  async #dial(room: Room, target: FeedId): Promise<PeerConnection> {
    const { remote } = room;
    if (remote === undefined) throw new JoinError('unreachable', 'The room is not connected now.');
    if (this.#parts.book.relationOf(target) === 'blocked') throw isBlocked(target);
    if (!this.ended.mayMeet(room, target)) throw wasRemoved(target);
    const isKnown = this.#parts.book.relationOf(target) !== 'stranger';
    const stream = remote['tunnel.connect']({ portal: room.id, target, instance: FIRST_INSTANCE });
    const peer = await PeerConnection.dial(stream, room.id, target, this.#partsFor(isKnown));
    if (this.#parts.book.relationOf(target) === 'blocked') {
      peer.close();
      throw isBlocked(target);
    }
    this.#enter(room, peer, isKnown);
    return peer;
  }

  #partsFor(isKnown: boolean): PeerParts {
    const { identity, runtime, networkKey } = this.#parts;
    const limits = isKnown ? CONTACT_LIMITS : STRANGER_LIMITS;
    return { identity, server: this.#server, runtime, networkKey, limits, onRequest: this.#answer };
  }

  /** What was decided meanwhile counts: who was blocked, or removed, during the handshake is not let in. */
  #enter(room: Room, peer: PeerConnection, isKnown: boolean): void {
    if (!this.ended.mayMeet(room, peer.id)) return peer.close();
    if (this.#consentTo(peer.id, 'tunnel') === 'refuse' && peer.opener === 'there') return peer.close();
    if (isKnown) this.#known.add(peer);
    const entered = this.#open.enter(peer);
    const peers = this.#byId.get(peer.id) ?? new Set();
    this.#byId.set(peer.id, peers.add(peer));
    void peer.closed.then(() => {
      peers.delete(peer);
      if (peers.size === 0 && this.#byId.get(peer.id) === peers) this.#byId.delete(peer.id);
      entered[Symbol.dispose]();
    });
  }

  #placesIn(room: FeedId): TunnelPlaces {
    const now = () => this.#parts.runtime.clock.now();
    const places = this.#places.get(room) ?? new TunnelPlaces({ now, isKept: (id) => this.kept.has(id) });
    this.#places.set(room, places);
    return places;
  }

  /** The next stranger finds a place where one sat who does nothing. */
  #closeIdleStranger(room: FeedId): void {
    const isIdle = (peer: PeerConnection) => peer.room === room && !this.#known.has(peer) && peer.isIdle;
    this.#open.snapshot().find(isIdle)?.close();
  }

  #consentTo(id: FeedId, wish: Wish): Consent {
    const { book, strangers } = this.#parts;
    if (wish === 'file' && this.viewers.isMute(id)) return 'refuse';
    return consent(book.relationOf(id), strangers(), wish);
  }
}

/** ssb-tunnel of 2019 answers only who says which of its instances is meant; all others look past it. */
const FIRST_INSTANCE = 0;

const NOT_LET_IN = 'could not connect: they let in nobody whom they do not know';

function isBlocked(id: FeedId): JoinError {
  return new JoinError('refused', `You have blocked ${id}. Unblock them first, if that is what you want.`);
}

function wasRemoved(target: FeedId): JoinError {
  const sentence = `The room has removed ${target}, or you, or was stopped: nothing is opened through it before it lets them in again.`;
  return new JoinError('refused', sentence);
}
