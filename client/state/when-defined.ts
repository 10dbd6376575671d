import { effect, type ReadonlySignal } from '@preact/signals-core';

/** Resolves with the value of a signal once it has one. Rejects with the reason of `signal` when that is aborted. */
export async function whenDefined<T>(value: ReadonlySignal<T | undefined>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = effect(() => {
    if (value.value !== undefined) resolve(value.value);
  });
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await promise;
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
