import { concat } from '../bytes/concat.ts';
import { Gather } from '../bytes/gather.ts';
import type { HandshakeOutput } from './handshake.ts';

/** One state of a handshake: how long the message is that it waits for, and what is done with it. */
export interface HandshakeState {
  /** Bytes; 0 where no message is due. */
  readonly expects: number;
  readonly then: (message: Uint8Array) => HandshakeOutput[];
}

/** Walks through a table of states, fed bytes that are cut anywhere. */
export class HandshakeStates<Name extends string> {
  readonly #table: Readonly<Record<Name, HandshakeState>>;
  #current: Name;
  #gather: Gather;
  /** What came while no message was due: it belongs to the box stream. */
  rest: Uint8Array = new Uint8Array(0);

  constructor(table: Readonly<Record<Name, HandshakeState>>, first: Name) {
    this.#table = table;
    this.#current = first;
    this.#gather = new Gather(table[first].expects);
  }

  get current(): Name {
    return this.#current;
  }

  enter(name: Name): void {
    this.#current = name;
    this.#gather = new Gather(this.#table[name].expects);
  }

  receive(bytes: Uint8Array): HandshakeOutput[] {
    const outputs: HandshakeOutput[] = [];
    let left = bytes;
    while (this.#table[this.#current].expects > 0) {
      left = left.subarray(this.#gather.take(left));
      const message = this.#gather.whole;
      if (message === undefined) return outputs;
      outputs.push(...this.#table[this.#current].then(message));
    }
    this.rest = concat(this.rest, left);
    return outputs;
  }
}
