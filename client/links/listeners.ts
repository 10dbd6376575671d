import { WIDE_WINDOW } from '../peers/peer-stream.ts';
import type { ListenOptions } from './link.ts';
import { isReserved } from './own-protocols.ts';

/** Whoever takes the streams of a protocol. */
export interface Listener<L> {
  readonly listener: L;
  /** Whether streams are taken that come through the room. */
  readonly isThroughRoom: boolean;
  /** Bytes that the far end may be ahead of the reader at first. */
  readonly window: number;
}

/** Who takes the streams of which protocol: one each. */
export class Listeners<L> {
  readonly #all = new Map<string, Listener<L>>();

  /** Throws `RangeError` where somebody takes them already, or where they belong to the links themselves. */
  on(protocol: string, listener: L, options: ListenOptions = {}): Disposable {
    const { throughRoom = 'also', window = WIDE_WINDOW } = options;
    if (isReserved(protocol))
      throw new RangeError(`Cannot listen for "${protocol}": links use it themselves. Choose another name.`);
    if (this.#all.has(protocol))
      throw new RangeError(`Cannot listen for "${protocol}" twice: dispose the first listener before.`);
    const entry: Listener<L> = { listener, isThroughRoom: throughRoom === 'also', window };
    this.#all.set(protocol, entry);
    return {
      [Symbol.dispose]: () => {
        if (this.#all.get(protocol) === entry) this.#all.delete(protocol);
      },
    };
  }

  get(protocol: string): Listener<L> | undefined {
    return this.#all.get(protocol);
  }
}
