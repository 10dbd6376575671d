/** A picture that stands still is sent again after so long: whoever lost the last one has it, and the share is alive. */
const REPEAT_PICTURE_MS = 1_000;

/** An encoder that wrote so much more than it was told has to wait: H.264 does not keep its rate in films. */
const MAX_RATE_AHEAD_MS = 1_000;

/** Of the time between two pictures: one that comes so much too early is taken, and waited for when it is so late. */
const TOLERANCE = 1 / 5;

/**
 * When the picture that is there is encoded: not more often than so many times a second, once more each second while it
 * stands still, at once where a keyframe is wanted. Times are milliseconds.
 */
export class FramePace {
  #interval: number;
  #bitsPerSecond: number;
  #isAny = false;
  /** Whether the picture was not encoded yet. */
  #isFresh = false;
  #isKeyWanted = false;
  #encodedAt = Number.NEGATIVE_INFINITY;
  /** When what was written would have been sent at the rate that was told. */
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(fps: number, bitsPerSecond: number) {
    this.#interval = 1000 / fps;
    this.#bitsPerSecond = bitsPerSecond;
  }

  set(fps: number, bitsPerSecond: number): void {
    this.#interval = 1000 / fps;
    this.#bitsPerSecond = bitsPerSecond;
  }

  /** Another picture is there. */
  offer(): void {
    this.#isFresh = true;
    this.#isAny = true;
  }

  wantKey(): void {
    this.#isKeyWanted = true;
  }

  get isKeyWanted(): boolean {
    return this.#isKeyWanted;
  }

  get isFresh(): boolean {
    return this.#isFresh;
  }

  /** Whether it is encoded now: sources that are faster than the pace lead it, since a picture that waits is old. */
  isDue(now: number): boolean {
    const earliest = this.#isFresh && !this.#isKeyWanted ? this.#after(1 - TOLERANCE) : this.deadline;
    return now >= (earliest ?? Number.POSITIVE_INFINITY);
  }

  /** When it is encoded if no other comes; `undefined` while there is none. */
  get deadline(): number | undefined {
    if (!this.#isAny) return undefined;
    if (this.#isKeyWanted) return Number.NEGATIVE_INFINITY;
    return this.#isFresh ? this.#after(1 + TOLERANCE) : this.#encodedAt + REPEAT_PICTURE_MS;
  }

  /** It is being encoded. */
  encoding(now: number): void {
    this.#encodedAt = now;
    this.#isFresh = false;
    this.#isKeyWanted = false;
  }

  /** What became of it. Keyframes, which others ask for, are not held against those that follow. */
  encoded(bytes: number, isKey: boolean, now: number): void {
    if (isKey) return;
    this.#sentAt = Math.max(this.#sentAt, now) + (bytes * 8000) / this.#bitsPerSecond;
  }

  #after(intervals: number): number {
    return Math.max(this.#encodedAt + this.#interval * intervals, this.#sentAt - MAX_RATE_AHEAD_MS);
  }
}
