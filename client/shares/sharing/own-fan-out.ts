import { FanOut, type FanOutReport, MAX_CHILDREN } from '@open-rooms/protocol';
import { LEAST_FED } from '../share-limits.ts';

/** How many viewers a sharer feeds itself: as many as {@link FanOut} finds that it can, and never nobody. */
export class OwnFanOut {
  readonly #most: number;
  readonly #measured: FanOut;

  /**
   * @param most what the person said; as many as there may be, where nobody said
   * @throws RangeError where that is no number that may be
   */
  constructor(most = MAX_CHILDREN) {
    if (!Number.isInteger(most) || most < 1 || most > MAX_CHILDREN)
      throw new RangeError(
        `Cannot feed ${most} viewers from here: give a whole number from 1 to ${MAX_CHILDREN}.`,
      );
    this.#most = most;
    this.#measured = new FanOut({ mayForward: () => true, most });
  }

  get capacity(): number {
    return Math.min(this.#most, Math.max(LEAST_FED, this.#measured.capacity));
  }

  /** Takes what was measured at `now` (milliseconds), and answers the capacity. */
  report(report: FanOutReport, now: number): number {
    this.#measured.report(report, now);
    return this.capacity;
  }
}
