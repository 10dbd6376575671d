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
import { consent, type Strangers } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import { IncomingPipe } from './incoming-pipe.ts';
import { PeerConnection, type PeerParts } from './peer-connection.ts';
import { checkConsent, peerHandlers } from './peer-handlers.ts';
import { CONTACT_LIMITS, MAX_REQUESTS, STRANGER_LIMITS } from './peer-limits.ts';
import { PeerStream } from './peer-stream.ts';
import { StrangerCount } from './stranger-count.ts';

export interface PeersParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly book: ContactBook;
  readonly strangers: Strangers;
  /** Somebody sends bytes; see {@link IncomingPipe.isAccepted}. Without it pipes are refused. */
  readonly onPipe?: ((pipe: IncomingPipe) => void) | undefined;
}

/** Everybody to whom a tunnel is open, in whichever room, and what they want of us. */
export class Peers {
  readonly #parts: PeersParts;
  readonly #server: ServerIdentity;
  readonly #answer: (peer: PeerConnection, stream: Stream, request: Request) => void;
  readonly #open = new WatchedSet<PeerConnection>();
  readonly #requests = new WatchedSet<IncomingPipe>();
  readonly #strangers: StrangerCount;
  /** Tunnels that are about to be opened from here, by whom they lead to. */
  readonly #dialling = new Map<FeedId, Promise<PeerConnection>>();
  /** Whom we knew when their tunnel was opened: the others are bounded. */
  readonly #known = new WeakSet<PeerConnection>();

  constructor(parts: PeersParts) {
    this.#parts = parts;
    this.#strangers = new StrangerCount(() => parts.runtime.clock.now());
    this.#server = serverIdentity(parts.runtime.crypto, parts.identity);
    const { identity, runtime, book, strangers } = parts;
    const onPipe = (peer: PeerConnection, stream: Stream, offer: PipeOffer) =>
      this.#onPipe(peer, stream, offer);
    const handlers = peerHandlers({ id: identity.id, now: () => runtime.clock.now(), onPipe });
    this.#answer = serve<PeerContract, PeerConnection>(peerContract, handlers, {
      gate: (peer, act) => checkConsent(book.relationOf(peer.id), strangers, act),
      onFault: throwLater,
    });
    book.watch(() => this.#onBookChanged());
  }

  /** The open connections, live. */
  get open(): LiveSet<PeerConnection> {
    return this.#open;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#requests;
  }

  /** The best connection to somebody: one of equals before one of strangers, a newer one before an older. */
  to(id: FeedId): PeerConnection | undefined {
    const all = this.#open.snapshot().filter((peer) => peer.id === id);
    return all.findLast((peer) => this.#known.has(peer)) ?? all.at(-1);
  }

  /** Whether there is a connection to somebody that was opened when we knew them. */
  isConnected(id: FeedId): boolean {
    return this.#open.snapshot().some((peer) => peer.id === id && this.#known.has(peer));
  }

  /**
   * Opens a tunnel to somebody in a room. Where one is about to be opened already, perhaps through another room, that
   * is awaited first: one is enough.
   * @throws JoinError
   */
  async dial(room: Room, target: FeedId): Promise<PeerConnection> {
    for (let other = this.#dialling.get(target); other !== undefined; other = this.#dialling.get(target)) {
      const peer = await other.catch(() => undefined);
      if (peer !== undefined) return peer;
    }
    const dialled = this.#dial(room, target);
    this.#dialling.set(target, dialled);
    try {
      return await dialled;
    } finally {
      if (this.#dialling.get(target) === dialled) this.#dialling.delete(target);
    }
  }

  /** Answers somebody who opened a tunnel to us. */
  accept(room: Room, stream: Stream, origin: FeedId): void {
    const { book, strangers } = this.#parts;
    const relation = book.relationOf(origin);
    if (consent(relation, strangers, 'tunnel') === 'refuse')
      return stream.fail('could not connect: they let in nobody whom they do not know');
    const isKnown = relation !== 'stranger' && relation !== 'blocked';
    const place = isKnown ? undefined : this.#strangers.enter(origin);
    if (typeof place === 'string') return stream.fail(place);
    PeerConnection.answer(stream, room.id, origin, this.#partsFor(isKnown)).then(
      (peer) => {
        this.#enter(peer, isKnown);
        void peer.closed.then(() => place?.[Symbol.dispose]());
      },
      (error: unknown) => {
        place?.[Symbol.dispose]();
        if (!(error instanceof JoinError)) throwLater(error);
      },
    );
  }

  close(): void {
    for (const peer of this.#open.snapshot()) peer.close();
  }

  async #dial(room: Room, target: FeedId): Promise<PeerConnection> {
    const { remote } = room;
    if (remote === undefined) throw new JoinError('unreachable', 'The room is not connected now.');
    const relation = this.#parts.book.relationOf(target);
    if (relation === 'blocked')
      throw new JoinError(
        'refused',
        `You have blocked ${target}. Unblock them first, if that is what you want.`,
      );
    const stream = remote['tunnel.connect']({ portal: room.id, target });
    // Whoever dials knows whom; that the other side is a stranger bounds what it may send all the same.
    const peer = await PeerConnection.dial(stream, room.id, target, this.#partsFor(relation !== 'stranger'));
    this.#enter(peer, true);
    return peer;
  }

  #partsFor(isKnown: boolean): PeerParts {
    const { identity, runtime, networkKey } = this.#parts;
    const limits = isKnown ? CONTACT_LIMITS : STRANGER_LIMITS;
    return { identity, server: this.#server, runtime, networkKey, limits, onRequest: this.#answer };
  }

  #enter(peer: PeerConnection, isKnown: boolean): void {
    if (isKnown) this.#known.add(peer);
    const entered = this.#open.enter(peer);
    void peer.closed.then(() => entered[Symbol.dispose]());
  }

  #onPipe(peer: PeerConnection, stream: Stream, offer: PipeOffer): void {
    const { onPipe } = this.#parts;
    if (onPipe === undefined) return stream.fail('refused: nothing can be sent to this program');
    if (!this.#mayPipe(peer.id) && this.#requests.size >= MAX_REQUESTS)
      return stream.fail(
        'refused: too many people have asked for something, and none of it was looked at yet',
      );
    const pipe = new IncomingPipe(peer.id, peer.room, offer, new PeerStream(stream));
    if (this.#mayPipe(peer.id)) pipe.accept();
    else {
      const entered = this.#requests.enter(pipe);
      void pipe.settled.then(() => entered[Symbol.dispose]());
    }
    onPipe(pipe);
  }

  #mayPipe(id: FeedId): boolean {
    const { book, strangers } = this.#parts;
    return consent(book.relationOf(id), strangers, 'file') === 'accept';
  }

  /** Whoever was accepted meanwhile is; whoever was blocked goes. */
  #onBookChanged(): void {
    const { book } = this.#parts;
    for (const pipe of this.#requests.snapshot()) {
      if (this.#mayPipe(pipe.from)) pipe.accept();
      else if (book.relationOf(pipe.from) === 'blocked') pipe.refuse();
    }
    for (const peer of this.#open.snapshot()) {
      if (book.relationOf(peer.id) === 'blocked') peer.close();
    }
  }
}
