/** However fast chunks come, a pause shorter than this is none: encoders and networks make such. */
const PAUSE_LEAST_MS = 450;

/** A pause is one when it is so many times as long as those before. */
const PAUSE_FACTOR = 4;

/** How much of the average the newest gap is. */
const NEWEST_PART = 0.2;

/** How fast chunks come, so that a pause is noticed which is none of the usual. */
export class FeedPace {
  #lastAt: number | undefined;
  #gapMs: number | undefined;

  /** Something new came. */
  came(now: number): void {
    const gap = this.#lastAt === undefined ? undefined : now - this.#lastAt;
    this.#lastAt = now;
    if (gap === undefined) return;
    this.#gapMs = this.#gapMs === undefined ? gap : this.#gapMs + NEWEST_PART * (gap - this.#gapMs);
  }

  /** Nothing was to be had: what comes next begins anew. */
  rested(): void {
    this.#lastAt = undefined;
  }

  /** From when on it is a pause that nothing came; `undefined` while too little is known. */
  get pauseAt(): number | undefined {
    if (this.#lastAt === undefined || this.#gapMs === undefined) return undefined;
    return this.#lastAt + Math.max(PAUSE_LEAST_MS, PAUSE_FACTOR * this.#gapMs);
  }
}
