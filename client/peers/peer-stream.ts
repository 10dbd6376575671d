import { CreditStream, type Stream } from '@open-rooms/protocol';
import { ByteQueue } from './byte-queue.ts';

/** How far a sender whom one knows may be ahead of the reader: 10 MB/s over a path of 100 ms. */
export const WIDE_WINDOW = 1024 * 1024;

/** The same for strangers, where the person's setting lets in whatever they send. */
export const FRIENDLY_WINDOW = 256 * 1024;

/** The stream ended before all was said. The sentence is the other side's, or says what happened. */
export class PeerStreamError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'PeerStreamError';
  }
}

/**
 * Bytes to and from another peer, under a credit window: read it with `for await`, write as fast as promises resolve.
 * Each direction ends by itself; a reader that stops holds up nothing but its own stream.
 */
export class PeerStream implements AsyncIterable<Uint8Array> {
  /**
   * Resolves when both directions have ended well; rejects with {@link PeerStreamError} where it was cut. For who
   * opened the stream: when the other side has read everything.
   */
  readonly closed: Promise<void>;
  /** Resolves when the other side has sent all that it will; some of it may be unread. Where it is cut, never. */
  readonly finished: Promise<void>;
  /** Resolves when the other side takes more than it takes of a request: it has accepted. */
  readonly accepted: Promise<void>;
  readonly #credit: CreditStream;
  readonly #over = Promise.withResolvers<void>();
  readonly #received = new ByteQueue();
  readonly #waiting: { bytes: Uint8Array; done: PromiseWithResolvers<void> }[] = [];
  #writing: Promise<void> = Promise.resolve();
  #finished = false;
  #ending = false;
  #endedWell = false;
  #isRead = false;
  #error: PeerStreamError | undefined;
  #wakeReader: (() => void) | undefined;

  /** @param stream a duplex of ours at either end, such as `peer.pipe` */
  constructor(stream: Stream) {
    this.closed = this.#over.promise;
    this.closed.catch(() => undefined);
    const finished = Promise.withResolvers<void>();
    const accepted = Promise.withResolvers<void>();
    this.finished = finished.promise;
    this.accepted = accepted.promise;
    this.#credit = new CreditStream(stream, {
      onData: (bytes) => {
        this.#received.push(bytes);
        this.#wakeReader?.();
      },
      onFin: () => {
        this.#finished = true;
        finished.resolve();
        this.#wakeReader?.();
      },
      onGrant: accepted.resolve,
      onWritable: () => this.#pump(),
      onEnd: (error) => this.#onEnd(error),
    });
  }

  /** Bytes that came and that nobody has read. */
  get unread(): readonly Uint8Array[] {
    return this.#received.blocks;
  }

  /** Whether the other side has sent all that it will. */
  get isFinished(): boolean {
    return this.#finished;
  }

  /** Lets the other side send up to `bytes` ahead of the reader. */
  widen(bytes: number): void {
    this.#credit.widen(bytes);
  }

  /**
   * Sends bytes, which belong to the stream until the promise resolves: when the last of them has left towards the
   * other side, within what it granted. Rejects with {@link PeerStreamError} where the stream is over.
   */
  write(bytes: Uint8Array): Promise<void> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#ending) return Promise.reject(new PeerStreamError('Nothing can be written after the end.'));
    const done = Promise.withResolvers<void>();
    this.#waiting.push({ bytes, done });
    if (this.#waiting.length === 1) this.#pump();
    this.#writing = done.promise;
    this.#writing.catch(() => undefined);
    return done.promise;
  }

  /**
   * Says, behind all that was written, that nothing more comes. What the other side sends is still read. Rejects with
   * {@link PeerStreamError} where the stream was cut.
   */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#writing;
    if (this.#error !== undefined && !this.#endedWell) throw this.#error;
    this.#credit.fin();
  }

  /**
   * Resolves once nothing that was said last is on its way any more: the other side has it, or cannot get it. A tunnel
   * is closed behind what was sent through it, so that there nothing is waited for.
   */
  get settled(): Promise<void> {
    return Promise.resolve();
  }

  /** Ends both directions at once. The other side is told the sentence. */
  abort(sentence: string): void {
    this.#credit.fail(sentence);
    this.#onEnd(sentence);
  }

  /** The next bytes, so many of them; fewer where the stream ends before. Rejects with {@link PeerStreamError}. */
  async take(length: number): Promise<Uint8Array> {
    using _reader = this.#reader();
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const bytes = await this.#next(length - at);
      if (bytes === undefined) break;
      taken.set(bytes, at);
      at += bytes.length;
      this.#credit.consumed(bytes.length);
    }
    return taken.subarray(0, at);
  }

  /** The one reader of the stream. Leaving the loop leaves the rest unread; it may be gone on with by another. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    using _reader = this.#reader();
    for (let bytes = await this.#next(); bytes !== undefined; bytes = await this.#next())
      yield* this.#consuming(bytes);
  }

  #reader(): Disposable {
    if (this.#isRead) throw new Error('A stream has one reader at a time.');
    this.#isRead = true;
    return { [Symbol.dispose]: () => (this.#isRead = false) };
  }

  /** Waits for bytes; `undefined` where no more come. */
  async #next(most?: number): Promise<Uint8Array | undefined> {
    while (true) {
      const bytes = this.#received.shift(most);
      if (bytes !== undefined) return bytes;
      if (this.#finished) return undefined;
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
  }

  /** What was given counts as read even where the reader leaves with it. */
  *#consuming(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    try {
      yield bytes;
    } finally {
      this.#credit.consumed(bytes.length);
    }
  }

  #pump(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      next.bytes = next.bytes.subarray(this.#credit.send(next.bytes));
      if (next.bytes.length > 0) return;
      this.#waiting.shift();
      next.done.resolve();
    }
  }

  #onEnd(error: string | undefined): void {
    if (this.#error !== undefined) return;
    this.#error = new PeerStreamError(error ?? 'The stream has ended.');
    this.#endedWell = error === undefined;
    this.#finished ||= this.#endedWell;
    for (const { done } of this.#waiting.splice(0)) done.reject(this.#error);
    if (error === undefined) this.#over.resolve();
    else this.#over.reject(this.#error);
    this.#wakeReader?.();
  }
}
