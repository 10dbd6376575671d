import type { SignalWire } from '../links/media/signal.ts';

/** One end of a stream in memory, which the test can cut. */
export class MemorySignalWire implements SignalWire {
  readonly #arrived: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #state: 'open' | 'finished' | 'cut' = 'open';
  /** Itself, until it is one of a pair. */
  #far: MemorySignalWire = this;
  /** What was written to it, as text. */
  written = '';

  static pair(): [MemorySignalWire, MemorySignalWire] {
    const a = new MemorySignalWire();
    const b = new MemorySignalWire();
    a.#far = b;
    b.#far = a;
    return [a, b];
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#state === 'cut') throw new Error('The stream was cut.');
    this.written += new TextDecoder().decode(bytes);
    this.#far.#take(bytes);
  }

  async end(): Promise<void> {
    this.#far.#become('finished');
  }

  /** Ends both directions at both ends, as a connection does that has gone. */
  abort(): void {
    this.#become('cut');
    this.#far.#become('cut');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (true) {
      const bytes = this.#arrived.shift();
      if (bytes !== undefined) yield bytes;
      else if (this.#state === 'finished') return;
      else if (this.#state === 'cut') throw new Error('The stream was cut.');
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #take(bytes: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#arrived.push(bytes);
    this.#wake?.();
  }

  #become(state: 'finished' | 'cut'): void {
    if (this.#state === 'open') this.#state = state;
    this.#wake?.();
  }
}
