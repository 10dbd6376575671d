import type { Clock } from '@open-rooms/protocol';

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly ms: number;
  /** Gives up before; without it only the time does. */
  readonly signal?: AbortSignal;
  /** What is thrown when the time is up. */
  readonly error: () => Error;
}

/**
 * Runs something that must be done in time. Its signal is aborted when the time is up, or when the given signal is;
 * either rejects at once, whether the run heeds it or not.
 */
export async function within<T>(
  options: DeadlineOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { clock, ms, signal, error } = options;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const stopped = Promise.withResolvers<never>();
  const give = (reason: unknown) => {
    stop.abort(reason);
    stopped.reject(reason);
  };
  const onAbort = () => give(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  using _timer = clock.after(ms, () => give(error()));
  try {
    return await Promise.race([run(stop.signal), stopped.promise]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** What `promise` becomes, unless the signal is aborted before: then its reason. The promise itself goes on. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** For whoever gives no signal. */
export function never(): AbortSignal {
  return new AbortController().signal;
}
