import type { Clock } from '@open-rooms/protocol';

/** The time of the page. A tab that sleeps is told late, never early. */
export const pageClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
