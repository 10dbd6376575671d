/** Every wait on a stock peer ends after this: far beyond what a loaded machine needs, so that only a real hang meets it. */
export const STOCK_DEADLINE_MS = 60_000;

/** Resolves as `promise` does; rejects after `STOCK_DEADLINE_MS` with a sentence that names `what` was awaited. */
export async function within<T>(what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`Waited ${STOCK_DEADLINE_MS} ms in vain for ${what}`)),
    STOCK_DEADLINE_MS,
  );
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
