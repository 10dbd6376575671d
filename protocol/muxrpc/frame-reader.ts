import { ProtocolError } from './errors.ts';
import { HEAD_BYTES, readLength } from './frame.ts';

/**
 * Memory for frames that a cut goes through that is kept for the next one: the longest frame that our peers put into
 * a tunnel. Without it such a tunnel makes garbage of twice its bytes.
 */
const KEPT_BYTES = HEAD_BYTES + 16 * 1024;

/**
 * Cuts plain text into whole frames. Frames lie in the memory that was pushed; only one that a cut goes
 * through is copied together. A frame is good until the next is taken.
 */
export class FrameReader {
  readonly #maxBody: number;
  #run: Uint8Array = EMPTY;
  #at = 0;
  /** The frame that a cut goes through: its first bytes, in memory that grows as bytes really come. */
  #cut: Uint8Array = EMPTY;
  #cutFilled = 0;

  constructor(maxBody: number) {
    this.#maxBody = maxBody;
  }

  /** Takes a run of plain text. All frames of the last one must have been read. */
  push(run: Uint8Array): void {
    this.#run = run;
    this.#at = 0;
  }

  /** The next whole frame, head and body, or `undefined`. Throws {@link ProtocolError} `frame-too-large`. */
  next(): Uint8Array | undefined {
    if (this.#cutFilled > 0) return this.#finishCut();
    const left = this.#run.length - this.#at;
    if (left === 0) return undefined;
    const length = left < HEAD_BYTES ? HEAD_BYTES : this.#frameLength(this.#run, this.#at);
    if (left < length) {
      this.#keep(left, length);
      return undefined;
    }
    const frame = this.#run.subarray(this.#at, this.#at + length);
    this.#at += length;
    return frame;
  }

  #frameLength(source: Uint8Array, at: number): number {
    const body = readLength(source, at);
    if (body > this.#maxBody) {
      throw new ProtocolError(
        'frame-too-large',
        `A frame of ${body} bytes: at most ${this.#maxBody} are allowed.`,
      );
    }
    return HEAD_BYTES + body;
  }

  #finishCut(): Uint8Array | undefined {
    if (this.#cutFilled < HEAD_BYTES) {
      this.#keep(HEAD_BYTES - this.#cutFilled, HEAD_BYTES);
      if (this.#cutFilled < HEAD_BYTES) return undefined;
    }
    const length = this.#frameLength(this.#cut, 0);
    this.#keep(length - this.#cutFilled, length);
    if (this.#cutFilled < length) return undefined;
    const frame = this.#cut.subarray(0, length);
    if (this.#cut.length > KEPT_BYTES) this.#cut = EMPTY;
    this.#cutFilled = 0;
    return frame;
  }

  /** Moves up to `most` bytes of the run into the cut frame, which will be `length` long as far as is known. */
  #keep(most: number, length: number): void {
    const count = Math.min(most, this.#run.length - this.#at);
    const filled = this.#cutFilled + count;
    if (filled > this.#cut.length) {
      const grown = new Uint8Array(Math.min(length, Math.max(filled, 2 * this.#cut.length)));
      grown.set(this.#cut.subarray(0, this.#cutFilled));
      this.#cut = grown;
    }
    this.#cut.set(this.#run.subarray(this.#at, this.#at + count), this.#cutFilled);
    this.#cutFilled = filled;
    this.#at += count;
  }
}

const EMPTY = new Uint8Array(0);
