import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { LiveSet } from '../connection/attendants.ts';

/**
 * A signal over something that tells of its changes. It listens only while it is watched (by an element that is shown,
 * or an effect), so that nobody has to stop it; where nobody watches, its value may be old: ask the source itself.
 *
 * @param read the value now
 * @param listen calls its argument after each change, until disposed
 */
export function watchedSignal<T>(
  read: () => T,
  listen: (onChange: () => void) => Disposable,
): ReadonlySignal<T> {
  let listening: Disposable | undefined;
  const value = signal(read(), {
    watched() {
      listening = listen(update);
      update();
    },
    unwatched() {
      listening?.[Symbol.dispose]();
      listening = undefined;
    },
  });
  const update = () => {
    const now = read();
    if (!isSame(value.peek(), now)) value.value = now;
  };
  return value;
}

/** A list is the same while it holds the same items. */
function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** The items of a live set, in the order in which they came. Many changes in one turn are one. */
export function liveItems<T>(set: LiveSet<T>): ReadonlySignal<readonly T[]> {
  return watchedSignal<readonly T[]>(
    () => set.snapshot(),
    (onChange) => {
      let isDue = false;
      const change = () => {
        if (isDue) return;
        isDue = true;
        queueMicrotask(() => {
          isDue = false;
          onChange();
        });
      };
      return set.watch({ joined: change, left: change });
    },
  );
}
