import type { FeedId } from '@open-rooms/protocol';

/** Pause after a dial, or a line, that failed; it doubles, up to the longest. */
export const NEIGHBOUR_FIRST_PAUSE_MS = 10_000;
export const NEIGHBOUR_LONGEST_PAUSE_MS = 10 * 60_000;

/** Who lets us in no further, or broke the rules, is left alone this long. */
export const REFUSED_PAUSE_MS = 60 * 60_000;

/** An app that does not speak this will not tomorrow either; when it does, it dials. */
export const MUTE_PAUSE_MS = 24 * 60 * 60_000;

/** People of whom that is remembered. */
export const MAX_LEFT_ALONE = 10_000;

interface Pause {
  readonly failures: number;
  readonly until: number;
}

/** Whom to leave alone for a while, and how long. */
export class Patience {
  readonly #now: () => number;
  readonly #failed = new Map<FeedId, Pause>();
  /** Who does not want us, or does not speak this: that is not forgotten when they come and go. */
  readonly #remembered = new Map<FeedId, { readonly until: number; readonly isMute: boolean }>();

  /** `now` is a clock's, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds for which somebody is to be left alone. */
  pauseFor(id: FeedId): number {
    const until = Math.max(this.#failed.get(id)?.until ?? 0, this.#remembered.get(id)?.until ?? 0);
    return Math.max(0, until - this.#now());
  }

  /** Milliseconds until the first who is left alone now may be dialled again. */
  next(): number | undefined {
    const now = this.#now();
    const pauses = [...this.#failed.values(), ...this.#remembered.values()];
    const times = pauses.map(({ until }) => until).filter((until) => until > now);
    return times.length === 0 ? undefined : Math.min(...times) - now;
  }

  failed(id: FeedId): void {
    const failures = (this.#failed.get(id)?.failures ?? 0) + 1;
    const pause = Math.min(NEIGHBOUR_LONGEST_PAUSE_MS, NEIGHBOUR_FIRST_PAUSE_MS * 2 ** (failures - 1));
    this.#failed.delete(id);
    this.#failed.set(id, { failures, until: this.#now() + pause });
    bound(this.#failed);
  }

  /** They do not let us in, or broke the rules. */
  refused(id: FeedId): void {
    this.#remember(id, REFUSED_PAUSE_MS, false);
  }

  /** They do not speak this. */
  mute(id: FeedId): void {
    this.#remember(id, MUTE_PAUSE_MS, true);
  }

  /** They do speak it. */
  worked(id: FeedId): void {
    this.#failed.delete(id);
    this.#remembered.delete(id);
  }

  /** They have gone, or come again: what failed before says nothing. */
  forget(id: FeedId): void {
    this.#failed.delete(id);
  }

  /** The person wants to reach them: they may think otherwise now, unless their app cannot. */
  urge(id: FeedId): void {
    this.#failed.delete(id);
    if (this.#remembered.get(id)?.isMute === false) this.#remembered.delete(id);
  }

  #remember(id: FeedId, ms: number, isMute: boolean): void {
    this.#remembered.delete(id);
    this.#remembered.set(id, { until: this.#now() + ms, isMute });
    bound(this.#remembered);
  }
}

function bound(pauses: Map<FeedId, unknown>): void {
  const [oldest] = pauses.keys();
  if (pauses.size > MAX_LEFT_ALONE && oldest !== undefined) pauses.delete(oldest);
}
