import { type Clock, type FeedId, TokenBucket } from '@open-rooms/protocol';

/** Direct lines that somebody opens here: each begins with all that a line may. Honest ones open one a connection. */
export const LINES_PER_SECOND = 0.2;
export const LINES_AT_ONCE = 5;

/** People of whom that is remembered; whose line was opened longest ago is forgotten. */
export const MAX_LINE_PACES = 1_000;

/** How often each person opens a line. */
export class LinePaces {
  readonly #clock: Clock;
  readonly #buckets = new Map<FeedId, TokenBucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether somebody may open another. Counted where they may. */
  mayOpen(id: FeedId): boolean {
    const bucket = this.#buckets.get(id) ?? new TokenBucket(LINES_PER_SECOND, LINES_AT_ONCE);
    this.#buckets.delete(id);
    this.#buckets.set(id, bucket);
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > MAX_LINE_PACES && !oldest.done) this.#buckets.delete(oldest.value);
    const now = this.#clock.now();
    bucket.take(now);
    if (bucket.delay(now) === 0) return true;
    bucket.take(now, -1);
    return false;
  }
}
