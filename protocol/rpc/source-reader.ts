import { ConnectionEnded, RemoteError } from '../muxrpc/errors.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';

/**
 * Values that wait for a program that does not take them. muxrpc has no way to slow a source, so one that is not
 * read is ended before it fills memory.
 */
const MAX_WAITING_VALUES = 10_000;

/** The same, by the bytes that the values were read from: a value may be as long as a frame. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** A value with the bytes that it was read from. */
interface Waiting<T> {
  readonly value: T;
  readonly bytes: number;
}

/** A source of the other side, as an async iterable. Leaving the loop aborts the source. */
export class SourceReader<T> implements Receiver, AsyncIterableIterator<T> {
  readonly #stream: Stream;
  readonly #read: (frame: Uint8Array) => unknown;
  readonly #waiting: Waiting<T>[] = [];
  #waitingBytes = 0;
  #ended = false;
  #error: unknown;
  readonly #sleepers: (() => void)[] = [];

  /** `read` makes a value of a frame, or throws, which ends the source. */
  constructor(stream: Stream, read: (frame: Uint8Array) => unknown) {
    this.#stream = stream;
    this.#read = read;
    stream.receiver = this;
  }

  onFrame(frame: Uint8Array): void {
    try {
      this.#waiting.push({ value: this.#read(frame) as T, bytes: frame.length });
      this.#waitingBytes += frame.length;
    } catch (error) {
      this.#abort(error);
    }
    const { length } = this.#waiting;
    if (length > MAX_WAITING_VALUES || this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#abort(new RemoteError(`${this.#stream.name} was ended: ${length} values were not read`));
    }
    this.#wake();
  }

  onEnd(error: string | undefined): void {
    if (this.#stream.lost) this.#error ??= new ConnectionEnded();
    else if (error !== undefined) this.#error ??= new RemoteError(error);
    this.#ended = true;
    this.#wake();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => this.#sleepers.push(resolve));
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      this.#waitingBytes -= next.bytes;
      return { done: false, value: next.value };
    }
    if (this.#error !== undefined) throw this.#error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
    this.#waiting.length = 0;
    this.#abort(undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #abort(error: unknown): void {
    this.#ended = true;
    this.#error ??= error;
    this.#stream.end();
    this.#wake();
  }

  #wake(): void {
    for (const sleeper of this.#sleepers.splice(0)) sleeper();
  }
}
