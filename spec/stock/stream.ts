import type { Duplex, Sink, Source } from './packages.ts';

/** What the far side said, verbatim. */
export interface WireError {
  readonly name: string;
  readonly message: string;
}

/** One answer of a stream: a value, a clean end, or the error it ended with. */
export type Chunk = { readonly value: unknown } | { readonly end: true | WireError };

/** A muxrpc stream at a stock peer, wherever that peer runs. Every method rejects when the peer has crashed. */
export interface StockStream {
  /** The next value, or how the stream ended; waits for it. */
  read(): Promise<Chunk>;
  /** Sends one value; a Buffer goes out as bytes, a string as text, anything else as JSON. */
  write(value: unknown): Promise<void>;
  /** Ends our direction: cleanly, or with an error of this message. */
  end(message?: string): Promise<void>;
  /** Tells the source that nobody reads any more. */
  abort(): Promise<void>;
}

/** Thrown where a stock peer was answered with an error: name and message as they came off the wire. */
export class StockError extends Error {
  constructor(wire: WireError) {
    super(wire.message);
    this.name = wire.name;
  }
}

export function toWireError(error: unknown): WireError {
  if (typeof error === 'object' && error !== null) {
    const name = 'name' in error ? String(error.name) : 'Error';
    return { name, message: 'message' in error ? String(error.message) : JSON.stringify(error) };
  }
  return { name: 'Error', message: String(error) };
}

/** The values of a stream until its clean end. Throws `StockError` where it ends with an error. */
export async function* values(stream: StockStream): AsyncGenerator<unknown, void> {
  while (true) {
    const chunk = await stream.read();
    if ('value' in chunk) yield chunk.value;
    else if (chunk.end === true) return;
    else throw new StockError(chunk.end);
  }
}

/** A pull-stream seen as a `StockStream`. */
export class PullStockStream implements StockStream {
  readonly #source: Source;
  readonly #unsent: unknown[] = [];
  #ended: unknown = null;
  #wanted: ((end: unknown, value: unknown) => void) | null = null;

  constructor(source: Source, sink?: Sink) {
    this.#source = source;
    sink?.((abort, answer) => this.#pulled(abort, answer));
  }

  static duplex(duplex: Duplex): PullStockStream {
    return new PullStockStream(duplex.source, duplex.sink);
  }

  read(): Promise<Chunk> {
    return new Promise((resolve) => {
      this.#source(null, (end, value) => {
        if (end === null || end === undefined || end === false) resolve({ value });
        else resolve({ end: end === true ? true : toWireError(end) });
      });
    });
  }

  async write(value: unknown): Promise<void> {
    this.#unsent.push(value);
    this.#flush();
  }

  async end(message?: string): Promise<void> {
    this.#ended ??= message === undefined ? true : new Error(message);
    this.#flush();
  }

  abort(): Promise<void> {
    return new Promise((resolve) => {
      this.#source(true, () => resolve());
    });
  }

  #pulled(abort: unknown, answer: (end: unknown, value: unknown) => void): void {
    if (abort) {
      this.#ended ??= abort;
      this.#unsent.length = 0;
    }
    this.#wanted = answer;
    this.#flush();
  }

  #flush(): void {
    const answer = this.#wanted;
    if (answer === null) return;
    if (this.#unsent.length > 0) {
      this.#wanted = null;
      answer(null, this.#unsent.shift());
    } else if (this.#ended !== null) {
      this.#wanted = null;
      answer(this.#ended, undefined);
    }
  }
}
