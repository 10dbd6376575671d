/** A stream of bodies that its receiver can check: their lengths repeat, and each begins with its number. */
export interface Pattern {
  /** Lengths of the bodies, again and again. */
  readonly lengths: readonly number[];
}

/** What stock apps put into a tunnel: each 4 KiB box of theirs is a header of 34 bytes and a body. */
export const INNER: Pattern = { lengths: [34, 4096] };

/** Long writes. */
export const BULK_64K: Pattern = { lengths: [64 * 1024] };

/** Boxes as full as they can be: what the relay carries. */
export const FULL_BOXES: Pattern = { lengths: [4096] };

const FILL = 0xa5;

/** Makes the bodies of a pattern, one after the other. */
export class Payload {
  readonly #bodies: readonly Buffer[];
  #next = 0;

  constructor({ lengths }: Pattern) {
    this.#bodies = lengths.map((length) => Buffer.alloc(length, FILL));
  }

  /** The next body, good until the body of the same place in the next round is asked for. */
  next(): Uint8Array {
    const body = this.#bodies[this.#next % this.#bodies.length];
    if (body === undefined) throw new Error('A pattern has at least one length.');
    body.writeUInt32LE(this.#next++);
    return body;
  }
}

/** Counts the bodies of a pattern as they arrive, and checks that none is missing, cut or changed. */
export class Receipt {
  readonly #lengths: readonly number[];
  #next = 0;
  #due = 0;
  #arrived = Promise.withResolvers<void>();

  constructor({ lengths }: Pattern) {
    this.#lengths = lengths;
  }

  /** Resolves when `bytes` more have come, counted from now. */
  expect(bytes: number): Promise<void> {
    this.#due += bytes;
    this.#arrived = Promise.withResolvers();
    return this.#arrived.promise;
  }

  take(body: Uint8Array): void {
    const number = (body[0] ?? 0) | ((body[1] ?? 0) << 8) | ((body[2] ?? 0) << 16) | ((body[3] ?? 0) << 24);
    const length = this.#lengths[this.#next % this.#lengths.length];
    if (number !== this.#next || body.length !== length || body[body.length - 1] !== FILL) {
      return this.fail(
        `body ${number} of ${body.length} bytes came, ${this.#next} of ${length} bytes was due`,
      );
    }
    this.#next++;
    this.#due -= body.length;
    if (this.#due <= 0) this.#arrived.resolve();
  }

  fail(why: string): void {
    this.#arrived.reject(new Error(`The bytes of a bench did not arrive: ${why}.`));
  }
}
