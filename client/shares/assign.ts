import type { Signal } from '@preact/signals-core';

/** Gives a signal a value, of which nobody is told where it is as it was. */
export function assign<T>(to: Signal<T>, value: T): void {
  if (JSON.stringify(value) !== JSON.stringify(to.peek())) to.value = value;
}
