import type { Clock, FeedId } from '@open-rooms/protocol';

/** A direct connection that is being made. */
export interface Exposure {
  /** Aborted when the address is hidden meanwhile. */
  readonly signal: AbortSignal;
  /** Nothing comes of it any more, from so many milliseconds on. */
  end(afterMs?: number): void;
}

interface Running {
  readonly id: FeedId;
  endsAt: number;
}

/**
 * The direct connections that are being made, each of which tells the own address. What was begun before the address was
 * hidden is stale: nothing may come of it any more, until the address may be shown again.
 */
export class Exposures {
  readonly #clock: Clock;
  /** Aborted when the address is hidden. */
  #shown = new AbortController();
  #running: Running[] = [];
  #stale: Running[] = [];
  #isHidden = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What `ask` answers, asked again where the address was hidden meanwhile. */
  async latest<T>(ask: () => Promise<T>): Promise<T> {
    const { signal } = this.#shown;
    const answer = await ask();
    return signal.aborted ? this.latest(ask) : answer;
  }

  /** A connection with somebody is being made, by whichever side, until it is told that it is not. */
  begin(id: FeedId): Exposure {
    const running: Running = { id, endsAt: Number.POSITIVE_INFINITY };
    this.#running = this.#alive(this.#running);
    this.#running.push(running);
    const end = (afterMs = 0) => {
      running.endsAt = this.#clock.now() + afterMs;
    };
    return { signal: this.#shown.signal, end };
  }

  /** The address is hidden from now on. */
  hide(): void {
    this.#isHidden = true;
    this.#stale = this.#alive([...this.#stale, ...this.#running]);
    this.#running = [];
    const shown = this.#shown;
    this.#shown = new AbortController();
    shown.abort(new Error('the address is hidden from now on'));
  }

  /** The address may be seen again: what was begun before it was hidden shows no more than what is begun now. */
  show(): void {
    this.#isHidden = false;
    this.#stale = [];
  }

  /**
   * Whether a connection with somebody may be one that shows the address.
   * @param isRelayed whether it goes over a relay and no other way. Where that cannot be seen, it may be whichever of
   * those that were begun in time.
   */
  isStale(id: FeedId, isRelayed: boolean | undefined): boolean {
    if (isRelayed !== undefined) return this.#isHidden && !isRelayed;
    this.#stale = this.#alive(this.#stale);
    return this.#stale.some((running) => running.id === id);
  }

  #alive(all: readonly Running[]): Running[] {
    const now = this.#clock.now();
    return all.filter(({ endsAt }) => endsAt > now);
  }
}
