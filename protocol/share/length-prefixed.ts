import { Gather } from '../bytes/gather.ts';
import { ShareFault } from './fault.ts';

const LENGTH_BYTES = 4;

/** What a length says that stands before something, big end first. */
export function lengthPrefix(length: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

/** Finds what stands behind lengths, in a stream that is cut anywhere. Each lies in memory of its own. */
export class LengthPrefixedReader {
  readonly #max: number;
  #length = new Gather(LENGTH_BYTES);
  #body: Gather | undefined;

  /** @param max longest that may come, in bytes: memory for it is taken when its length is known */
  constructor(max: number) {
    this.#max = max;
  }

  /** What becomes whole, its length left off. Throws {@link ShareFault} `too-large` or, for nothing, `malformed`. */
  *read(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let left = bytes; left.length > 0; ) {
      const gather = this.#body ?? this.#length;
      left = left.subarray(gather.take(left));
      const whole = gather.whole;
      if (whole === undefined) return;
      if (gather === this.#length) {
        this.#length = new Gather(LENGTH_BYTES);
        this.#body = new Gather(this.#checked(whole));
      } else {
        this.#body = undefined;
        yield whole;
      }
    }
  }

  #checked(bytes: Uint8Array): number {
    const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    if (length === 0) throw new ShareFault('malformed', 'A length of nothing.');
    if (length <= this.#max) return length;
    throw new ShareFault('too-large', `A length of ${length} bytes: at most ${this.#max} are allowed.`);
  }
}
