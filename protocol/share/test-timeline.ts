/** Virtual time in whole milliseconds, for thousands of things that are to happen. */
export class Timeline {
  now = 0;
  readonly #due = new Map<number, (() => void)[]>();

  after(ms: number, run: () => void): void {
    const at = this.now + Math.max(0, Math.ceil(ms));
    const due = this.#due.get(at);
    if (due === undefined) this.#due.set(at, [run]);
    else due.push(run);
  }

  /** Again and again, from a moment on, as long as `isOn` says so. */
  every(ms: number, first: number, isOn: () => boolean, run: () => void): void {
    this.after(first, () => {
      if (!isOn()) return;
      run();
      this.every(ms, ms, isOn, run);
    });
  }

  run(ms: number): void {
    const until = this.now + ms;
    for (; this.now < until; this.now++) {
      const due = this.#due.get(this.now) ?? [];
      // What is due at once is put behind the others of the same moment.
      for (let index = 0; index < due.length; index++) due[index]?.();
      this.#due.delete(this.now);
    }
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
