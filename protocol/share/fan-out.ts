/**
 * Children that are tried before anything is known of the uplink. A share of text has 0.3 to 0.6 Mb/s, so that four of
 * them fit through the 5 Mb/s of the slower lines at home.
 */
export const FIRST_FAN_OUT = 4;

/** A queue of this age, at several children at once, is our uplink's doing: one alone is its child's. */
const QUEUE_GROWN_MS = 500;

/** Queues younger than this say that all is well. */
const QUEUE_FINE_MS = 150;

/** A program whose timers are this late has no time for others: 4 ms is what a hop costs when it has. */
const LAG_BAD_MS = 200;

/** After a fall the next one waits until its effect shows: children take a moment to go elsewhere. */
export const FALL_PAUSE_MS = 2_000;

/** One more child is tried after so long with every place taken and all well. */
export const RISE_AFTER_MS = 10_000;

/** After each fall the next rise waits twice as long, up to this: what did not fit is not tried all day. */
const RISE_LONGEST_MS = 5 * 60_000;

/** What is measured of those who are fed. */
export interface FanOutReport {
  /** Children that are fed now. */
  readonly children: number;
  /** Bytes handed to all of them together, in the last second. */
  readonly sentBytesPerSecond: number;
  /** Bytes of the share itself, in the last second. */
  readonly shareBytesPerSecond: number;
  /** Of each child: milliseconds that the oldest waits for it. */
  readonly oldestQueueMs: readonly number[];
  /** Milliseconds by which timers of this program are late. */
  readonly lagMs: number;
}

export interface FanOutOptions {
  /** Whether it may feed anybody now: not on phones, nor in a hidden tab, nor where data are to be saved. */
  readonly mayForward: () => boolean;
  /** Children at most, whatever is measured. */
  readonly most: number;
}

/**
 * How many children somebody may feed, by what their uplink and their machine are seen to bear
 * ([share-tree.md](../../spec/share-tree.md), rules 21 to 24): it falls at once, and rises slowly.
 */
export class FanOut {
  readonly #options: FanOutOptions;
  #bearable: number;
  #fellAt = Number.NEGATIVE_INFINITY;
  /** Since when every place is taken and all is well. */
  #fineSince: number | undefined;
  #riseAfterMs = RISE_AFTER_MS;

  constructor(options: FanOutOptions) {
    this.#options = options;
    this.#bearable = Math.min(FIRST_FAN_OUT, options.most);
  }

  /** Children that may be fed now. */
  get capacity(): number {
    return this.#options.mayForward() ? this.#bearable : 0;
  }

  /** Takes what was measured at `now` (milliseconds), a few times a second, and answers the capacity. */
  report(report: FanOutReport, now: number): number {
    if (isTooMuch(report)) this.#fall(report, now);
    else if (report.children >= this.#bearable && isFine(report)) this.#rise(now);
    else this.#fineSince = undefined;
    return this.capacity;
  }

  /** To what went through, where the uplink is why; to two thirds, where the machine is. At least one less. */
  #fall(report: FanOutReport, now: number): void {
    this.#fineSince = undefined;
    if (now - this.#fellAt < FALL_PAUSE_MS) return;
    this.#fellAt = now;
    this.#riseAfterMs = Math.min(RISE_LONGEST_MS, this.#riseAfterMs * 2);
    const fed = Math.min(this.#bearable, report.children);
    this.#bearable = Math.max(0, Math.min(fed - 1, Math.floor(wentThrough(report, fed))));
  }

  #rise(now: number): void {
    this.#fineSince ??= now;
    if (now - this.#fineSince < this.#riseAfterMs || this.#bearable >= this.#options.most) return;
    this.#bearable += 1;
    this.#fineSince = now;
  }
}

function isTooMuch({ children, oldestQueueMs, lagMs }: FanOutReport): boolean {
  if (children === 0) return false;
  const grown = oldestQueueMs.filter((age) => age > QUEUE_GROWN_MS).length;
  return lagMs > LAG_BAD_MS || (grown >= 2 && grown * 2 >= oldestQueueMs.length);
}

function isFine({ oldestQueueMs, lagMs }: FanOutReport): boolean {
  return lagMs < LAG_BAD_MS / 2 && oldestQueueMs.every((age) => age < QUEUE_FINE_MS);
}

/** How many times the whole share went out in the last second. */
function wentThrough(report: FanOutReport, fed: number): number {
  if (report.lagMs > LAG_BAD_MS || report.shareBytesPerSecond === 0) return (fed * 2) / 3;
  return report.sentBytesPerSecond / report.shareBytesPerSecond;
}
