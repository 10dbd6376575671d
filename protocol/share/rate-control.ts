/** Between two looks: a queue shows what a change did only after a while. */
export const RATE_STEP_MS = 250;

/** The queue of most children is older: the rate is too high for the path. */
const QUEUE_OLD_MS = 250;

/** It is younger: there is room. */
const QUEUE_YOUNG_MS = 60;

const FALL = 0.7;
const RISE = 1.05;

/** Below this nothing can be read, and above it no eye sees more: whatever the size. */
export const LEAST_BITS_PER_SECOND = 80_000;
export const MOST_BITS_PER_SECOND = 8_000_000;

/**
 * Bits a second for each pixel. For text AV1 needs 0.4 at 720p, and a keyframe now and then; movement has no upper end,
 * and is good enough at 2.7 (2.5 Mb/s at 720p, as conferences have it).
 */
const PER_PIXEL = {
  detail: { least: 0.12, start: 1, most: 1.6 },
  motion: { least: 0.25, start: 1.6, most: 2.7 },
} as const;

/** What a share is tuned for: sharp text, or fluid movement. */
export type RateMode = keyof typeof PER_PIXEL;

export interface RatePicture {
  readonly mode: RateMode;
  /** Of the picture: its width times its height. */
  readonly pixels: number;
}

/**
 * What an encoder aims at, by how long chunks wait for the children of its sharer: less when they wait for most of
 * them, more when they do not. One slow child among several gets fewer layers, and nobody else a worse picture
 * ([share-tree.md](../../spec/share-tree.md), rules 25 and 26).
 */
export class RateControl {
  #picture: RatePicture;
  #bitsPerSecond: number;
  #steppedAt = Number.NEGATIVE_INFINITY;

  constructor(picture: RatePicture) {
    this.#picture = picture;
    this.#bitsPerSecond = bounded(PER_PIXEL[picture.mode].start * picture.pixels, picture);
  }

  get bitsPerSecond(): number {
    return Math.round(this.#bitsPerSecond);
  }

  /** The picture is another from now on: the rate goes with its size, as far as the path has shown to bear it. */
  setPicture(picture: RatePicture): void {
    const share = this.#bitsPerSecond / (PER_PIXEL[this.#picture.mode].start * this.#picture.pixels);
    this.#picture = picture;
    this.#bitsPerSecond = bounded(share * PER_PIXEL[picture.mode].start * picture.pixels, picture);
  }

  /**
   * Takes how long the oldest has waited for each child (milliseconds; none: nothing is learnt), and answers bits a
   * second. It may be called as often as one likes.
   */
  observe(agesMs: readonly number[], now: number): number {
    const age = lowerMedian(agesMs);
    if (age === undefined || now - this.#steppedAt < RATE_STEP_MS) return this.bitsPerSecond;
    this.#steppedAt = now;
    const factor = age > QUEUE_OLD_MS ? FALL : age < QUEUE_YOUNG_MS ? RISE : 1;
    this.#bitsPerSecond = bounded(this.#bitsPerSecond * factor, this.#picture);
    return this.bitsPerSecond;
  }
}

function bounded(bitsPerSecond: number, { mode, pixels }: RatePicture): number {
  const least = Math.max(LEAST_BITS_PER_SECOND, PER_PIXEL[mode].least * pixels);
  const most = Math.min(MOST_BITS_PER_SECOND, PER_PIXEL[mode].most * pixels);
  return Math.max(LEAST_BITS_PER_SECOND, Math.min(most, Math.max(least, bitsPerSecond)));
}

/** The middle one; of two the lower. */
function lowerMedian(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
