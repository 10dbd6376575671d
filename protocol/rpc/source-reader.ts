import { RemoteError } from '../muxrpc/errors.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';

/**
 * Values that wait for a program that does not take them. muxrpc has no way to slow a source, so one that is not
 * read is ended before it fills memory.
 */
const MAX_WAITING_VALUES = 10_000;

/** A source of the other side, as an async iterable. Leaving the loop aborts the source. */
export class SourceReader<T> implements Receiver, AsyncIterableIterator<T> {
  readonly #stream: Stream;
  readonly #read: (frame: Uint8Array) => unknown;
  readonly #values: T[] = [];
  #ended = false;
  #error: unknown;
  #wake: (() => void) | undefined;

  /** `read` makes a value of a frame, or throws, which ends the source. */
  constructor(stream: Stream, read: (frame: Uint8Array) => unknown) {
    this.#stream = stream;
    this.#read = read;
    stream.receiver = this;
  }

  onFrame(frame: Uint8Array): void {
    try {
      this.#values.push(this.#read(frame) as T);
    } catch (error) {
      this.#abort(error);
    }
    if (this.#values.length > MAX_WAITING_VALUES) {
      this.#abort(
        new RemoteError(`${this.#stream.name} was ended: ${MAX_WAITING_VALUES} values were not read`),
      );
    }
    this.#wake?.();
  }

  onEnd(error: string | undefined): void {
    this.#ended = true;
    if (error !== undefined) this.#error ??= new RemoteError(error);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#values.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const value = this.#values.shift();
    if (value !== undefined) return { done: false, value };
    if (this.#error !== undefined) throw this.#error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T>> {
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
  }
}
