/** Collects a message of known length out of a stream that is cut anywhere. */
export class Gather {
  readonly #message: Uint8Array;
  #filled = 0;

  constructor(length: number) {
    this.#message = new Uint8Array(length);
  }

  /** Takes what is missing from the front of `bytes` and answers how many it took. */
  take(bytes: Uint8Array): number {
    const taken = Math.min(this.#message.length - this.#filled, bytes.length);
    this.#message.set(bytes.subarray(0, taken), this.#filled);
    this.#filled += taken;
    return taken;
  }

  /** The message once it is whole. */
  get whole(): Uint8Array | undefined {
    return this.#filled === this.#message.length ? this.#message : undefined;
  }
}
