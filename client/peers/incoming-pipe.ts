import type { FeedId, PipeOffer } from '@open-rooms/protocol';
import { type PeerStream, WIDE_WINDOW } from './peer-stream.ts';

/** Who sends, and which way. */
export interface PipeOrigin {
  readonly from: FeedId;
  /** The room of the tunnel it comes through; of one that comes directly, a room in which they are met now, if any. */
  readonly room: FeedId | undefined;
  readonly isDirect: boolean;
}

/**
 * Somebody sends us bytes. Of a stranger it is a request: what fits the first window may be looked at, and no more
 * comes until the person accepts.
 */
export class IncomingPipe implements PipeOrigin {
  readonly from: FeedId;
  readonly room: FeedId | undefined;
  readonly isDirect: boolean;
  /** What it is, in the sender's words. */
  readonly offer: PipeOffer;
  /** Resolves when it is accepted, refused or over: it waits for nobody any more. */
  readonly settled: Promise<void>;
  readonly #stream: PeerStream;
  readonly #settle: () => void;
  #accepted = false;

  constructor({ from, room, isDirect }: PipeOrigin, offer: PipeOffer, stream: PeerStream) {
    this.from = from;
    this.room = room;
    this.isDirect = isDirect;
    this.offer = offer;
    this.#stream = stream;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.settled = promise;
    this.#settle = resolve;
    stream.closed.then(resolve, resolve);
  }

  get isAccepted(): boolean {
    return this.#accepted;
  }

  /** What has come so far, before it is accepted: at most `FIRST_CREDIT` bytes. */
  preview(): readonly Uint8Array[] {
    return this.#stream.unread;
  }

  /** Resolves once all that the sender has to say has come, before it is accepted: it fits the preview. */
  get whole(): Promise<void> {
    return this.#stream.finished;
  }

  /**
   * Ends it well without accepting it: what came was seen, and that was all. For one that is {@link whole}; the sender
   * is not left waiting for an answer.
   */
  async finish(): Promise<void> {
    if (!this.#stream.isFinished)
      throw new Error('A request that is not whole can only be accepted or refused.');
    this.#settle();
    for await (const _seen of this.#stream);
    await this.#stream.end();
  }

  /** Takes it: the stream to read, and to answer on. The sender may be `window` bytes ahead. May be called again. */
  accept(window: number = WIDE_WINDOW): PeerStream {
    this.#accepted = true;
    this.#stream.widen(window);
    this.#settle();
    return this.#stream;
  }

  /** Ends it; the sender is told the sentence. */
  refuse(sentence = 'refused: they do not want it'): void {
    this.#stream.abort(sentence);
    this.#settle();
  }
}
