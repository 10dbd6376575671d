import type { Clock } from '@open-rooms/protocol';

/** Runs each `ms` milliseconds, until disposed. `lateMs`: by how many it is late. */
export function every(clock: Clock, ms: number, run: (lateMs: number) => void): Disposable {
  let timer: Disposable | undefined;
  const again = () => {
    const due = clock.now() + ms;
    timer = clock.after(ms, () => {
      again();
      run(Math.max(0, clock.now() - due));
    });
  };
  again();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
