import type { Clock } from '@open-rooms/protocol';

/**
 * The browser's clock. In a page that nobody sees, timers run once a second, and after some minutes once a minute:
 * what that costs stands in spec/browser-identity.md. What comes over the network is handled at once.
 */
export const webClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
