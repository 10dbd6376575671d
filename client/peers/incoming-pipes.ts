import { type FeedId, type PipeOffer, type Stream, WatchedSet } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Consent } from '../contacts/consent.ts';
import { IncomingPipe } from './incoming-pipe.ts';
import type { PeerConnection } from './peer-connection.ts';
import { MAX_PIPES_PER_PEER, MAX_REQUESTS, MAX_REQUESTS_PER_STRANGER } from './peer-limits.ts';
import { FRIENDLY_WINDOW, PeerStream, WIDE_WINDOW } from './peer-stream.ts';

export interface IncomingPipesParts {
  /** What we answer to somebody who sends something. */
  readonly consentTo: (id: FeedId) => Consent;
  /** Whether somebody is in the contact book: their sendings may run far ahead of us. */
  readonly isContact: (id: FeedId) => boolean;
  readonly onPipe?: ((pipe: IncomingPipe) => void) | undefined;
}

/** What others send us: at once from those who may, as requests from strangers. */
export class IncomingPipes {
  readonly #parts: IncomingPipesParts;
  readonly #requests = new WatchedSet<IncomingPipe>();
  readonly #open = new Map<PeerConnection, number>();

  constructor(parts: IncomingPipesParts) {
    this.#parts = parts;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#requests;
  }

  /** Answers `peer.pipe`. */
  receive(peer: PeerConnection, stream: Stream, offer: PipeOffer): void {
    const { onPipe, consentTo, isContact } = this.#parts;
    if (onPipe === undefined) return stream.fail('refused: nothing can be sent to this program');
    const open = this.#open.get(peer) ?? 0;
    if (open >= MAX_PIPES_PER_PEER) return stream.fail(`refused: ${open} sendings of yours are open already`);
    const mayCome = consentTo(peer.id) === 'accept';
    if (!mayCome && !this.#makeRoom(peer.id))
      return stream.fail('refused: you have asked often enough, wait for an answer');
    const pipe = new IncomingPipe(peer.id, peer.room, offer, this.#counted(peer, new PeerStream(stream)));
    if (mayCome) pipe.accept(isContact(peer.id) ? WIDE_WINDOW : FRIENDLY_WINDOW);
    else {
      const entered = this.#requests.enter(pipe);
      void pipe.settled.then(() => entered[Symbol.dispose]());
    }
    onPipe(pipe);
  }

  /** Decides the requests of whoever was accepted, or blocked, meanwhile. */
  reconsider(): void {
    for (const pipe of this.#requests.snapshot()) {
      const consent = this.#parts.consentTo(pipe.from);
      if (consent === 'accept') pipe.accept();
      else if (consent === 'refuse') pipe.refuse();
    }
  }

  /** Whether one more request of somebody may wait; the oldest of all goes for it. */
  #makeRoom(id: FeedId): boolean {
    const waiting = this.#requests.snapshot();
    if (waiting.filter(({ from }) => from === id).length >= MAX_REQUESTS_PER_STRANGER) return false;
    if (waiting.length >= MAX_REQUESTS) waiting[0]?.refuse('refused: nobody looked at it, and others asked');
    return true;
  }

  #counted(peer: PeerConnection, stream: PeerStream): PeerStream {
    this.#open.set(peer, (this.#open.get(peer) ?? 0) + 1);
    const discount = () => {
      const left = (this.#open.get(peer) ?? 1) - 1;
      if (left > 0) this.#open.set(peer, left);
      else this.#open.delete(peer);
    };
    stream.closed.then(discount, discount);
    return stream;
  }
}
