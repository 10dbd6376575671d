/** Every wait ends after this: far beyond what a loaded machine needs, so that only a real hang meets it. */
const HANG_MS = 40_000;

/** Between two looks at something that tells nobody when it changes: a counter of the server, a file in /proc. */
const LOOK_MS = 20;

/** Resolves as `promise` does; rejects after `ms` with a sentence that names `what` was awaited. */
export async function within<T>(what: string, promise: Promise<T>, ms = HANG_MS): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Waited ${ms} ms in vain for ${what}.`)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks until `condition` holds; rejects after `ms` with a sentence that names `what` was awaited. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  ms = HANG_MS,
): Promise<void> {
  const gaveUpAt = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > gaveUpAt) throw new Error(`Waited ${ms} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
