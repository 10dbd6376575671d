import type { Runtime } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';

/** Waits from here on are deadlines, for things that never happen in these tests. Shorter ones are paces. */
const DEADLINE_FROM_MS = 5_000;

/** So much sooner are deadlines met than in life: still seconds, of which a loaded machine needs some. */
const SOONER = 4;

/** The client in Node with deadlines that come sooner: what rooms never do is not waited for in full. */
export const quickRuntime: Runtime = {
  ...nodeRuntime,
  clock: {
    now: () => nodeRuntime.clock.now(),
    after: (ms, run) => nodeRuntime.clock.after(ms < DEADLINE_FROM_MS ? ms : ms / SOONER, run),
  },
};

/** A network in which every dial ends as the system says: no real one gives these errors on every machine. */
export function dialsFailWith(code: string): Runtime {
  const failed = Object.assign(new Error(`connect ${code}`), { code });
  return { ...quickRuntime, dial: () => Promise.reject(failed) };
}

/** A network in which packets are dropped, as firewalls do. */
export const dialsNeverEnd: Runtime = { ...quickRuntime, dial: () => new Promise(() => undefined) };
