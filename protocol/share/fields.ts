import { ShareFault } from './fault.ts';

/** A whole number as `bytes` bytes (1, 2 or 4), big end first. */
export function unsigned(value: number, bytes: 1 | 2 | 4): Uint8Array {
  const field = new Uint8Array(4);
  new DataView(field.buffer).setUint32(0, value);
  return field.subarray(4 - bytes);
}

/** A whole number that may be negative, as 8 bytes. */
export function signed64(value: number): Uint8Array {
  const field = new Uint8Array(8);
  new DataView(field.buffer).setBigInt64(0, BigInt(value));
  return field;
}

/** Takes fields off the front of what a sharer sealed. Whatever is not there is a {@link ShareFault} `bad-piece`. */
export class Fields {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  unsigned(bytes: 1 | 2 | 4): number {
    return this.bytes(bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  signed64(): number {
    const field = this.bytes(8);
    const value = Number(new DataView(field.buffer, field.byteOffset, 8).getBigInt64(0));
    if (Number.isSafeInteger(value)) return value;
    throw new ShareFault('bad-piece', `A time of ${value} µs is none.`);
  }

  /** The next `length` bytes, in the same memory; the rest where nobody says how many. */
  bytes(length = this.left): Uint8Array {
    if (length > this.left)
      throw new ShareFault('bad-piece', `A piece that ends ${length - this.left} bytes too early.`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
