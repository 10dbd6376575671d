import type { Callback } from './stock-packages.ts';

/**
 * Answers as stock plugins do: by the callback where one was given, else by a promise. What a callback throws is the
 * app's own fault, and ends it as any other would.
 */
export function answer<T>(promise: Promise<T>, done: Callback<T> | undefined): Promise<T> | undefined {
  if (done === undefined) return promise;
  promise.then(
    (value) => done(null, value),
    (error: unknown) => done(error),
  );
  return undefined;
}

/** Runs what answers by a callback. */
export function awaited<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error);
      else resolve(value as T);
    });
  });
}
