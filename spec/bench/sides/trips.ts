import { median } from '../median.ts';
import type { Side } from '../side.ts';

/** A turn ends after this many trips, or when it has taken long enough: stock rooms need 90 ms a trip. */
const TRIPS = { full: 500, quick: 50 };
const TURN_MS = { full: 2_000, quick: 500 };

/**
 * A side whose figure is the median time of a trip, in milliseconds; what is done after each is not in it. It is warm
 * after a turn that does not count.
 */
export async function timedTrips(
  quick: boolean,
  trip: () => Promise<void>,
  close: () => void,
  after: () => Promise<void> = async () => undefined,
): Promise<Side> {
  const size = quick ? 'quick' : 'full';
  const turn = async (): Promise<number> => {
    const times: number[] = [];
    const started = performance.now();
    while (times.length < TRIPS[size] && performance.now() - started < TURN_MS[size]) {
      const from = performance.now();
      await trip();
      times.push(performance.now() - from);
      await after();
    }
    return median(times);
  };
  await turn();
  return { turn, [Symbol.asyncDispose]: async () => close() };
}

/** Waits for the one reply that is due. */
export class Replies {
  #due = Promise.withResolvers<void>();

  /** Does what will be replied to; resolves with the reply. */
  after(ask: () => void): Promise<void> {
    this.#due = Promise.withResolvers();
    ask();
    return this.#due.promise;
  }

  arrived(): void {
    this.#due.resolve();
  }

  fail(error = 'the tunnel ended'): void {
    this.#due.reject(new Error(`A reply of the bench does not come: ${error}.`));
  }
}
