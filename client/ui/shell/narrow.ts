import type { ReadonlySignal } from '@preact/signals-core';
import { watchedSignal } from '../../state/watched-signal.ts';

/** Below this width panels are sheets over the page: two columns would leave neither enough. */
const NARROW = matchMedia('(max-width: 52rem)');

/** Whether the window is narrow, live. */
export const isNarrow: ReadonlySignal<boolean> = watchedSignal(
  () => NARROW.matches,
  (onChange) => {
    NARROW.addEventListener('change', onChange);
    return { [Symbol.dispose]: () => NARROW.removeEventListener('change', onChange) };
  },
);
