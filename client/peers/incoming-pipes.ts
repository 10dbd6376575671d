import { type FeedId, type PipeOffer, WatchedSet } from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Consent } from '../contacts/consent.ts';
import { IncomingPipe, type PipeOrigin } from './incoming-pipe.ts';
import { MAX_PIPES_PER_PEER, MAX_REQUESTS, MAX_REQUESTS_PER_STRANGER } from './peer-limits.ts';
import { FRIENDLY_WINDOW, type PeerStream, WIDE_WINDOW } from './peer-stream.ts';

/** Where a pipe comes from: a tunnel, or a link. Pipes that are open at once are counted for each. */
export interface PipeSource {
  /** Who it is. */
  readonly id: FeedId;
}

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
  readonly #open = new Map<PipeSource, number>();

  constructor(parts: IncomingPipesParts) {
    this.#parts = parts;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#requests;
  }

  /** Takes a pipe, whichever way it comes. */
  receive(source: PipeSource, origin: PipeOrigin, stream: PeerStream, offer: PipeOffer): void {
    const { onPipe, consentTo, isContact } = this.#parts;
    if (onPipe === undefined) return stream.abort('refused: nothing can be sent to this program');
    const open = this.#open.get(source) ?? 0;
    if (open >= MAX_PIPES_PER_PEER)
      return stream.abort(`refused: ${open} sendings of yours are open already`);
    const { id } = source;
    const mayCome = consentTo(id) === 'accept';
    if (!mayCome && !this.#makeRoom(id))
      return stream.abort('refused: you have asked often enough, wait for an answer');
    const pipe = new IncomingPipe(origin, offer, this.#counted(source, stream));
    if (mayCome) pipe.accept(isContact(id) ? WIDE_WINDOW : FRIENDLY_WINDOW);
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

  #counted(source: PipeSource, stream: PeerStream): PeerStream {
    this.#open.set(source, (this.#open.get(source) ?? 0) + 1);
    const discount = () => {
      const left = (this.#open.get(source) ?? 1) - 1;
      if (left > 0) this.#open.set(source, left);
      else this.#open.delete(source);
    };
    stream.closed.then(discount, discount);
    return stream;
  }
}
