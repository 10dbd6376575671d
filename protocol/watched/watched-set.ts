/** Told of every change after its snapshot, in order, each once. */
export interface Watcher<T> {
  joined(item: T): void;
  left(item: T): void;
}

/**
 * A set that is watched. An item may be entered several times and is there until all of them have left, so that
 * two connections of one peer are one presence. A snapshot and its subscription are taken in one turn: nothing
 * falls between.
 */
export class WatchedSet<T> {
  readonly #counts = new Map<T, number>();
  readonly #watchers = new Set<Watcher<T>>();

  get size(): number {
    return this.#counts.size;
  }

  has(item: T): boolean {
    return this.#counts.has(item);
  }

  /** The items, in the order in which they came. */
  snapshot(): T[] {
    return [...this.#counts.keys()];
  }

  /** Enters an item; disposing leaves again, once. */
  enter(item: T): Disposable {
    const count = this.#counts.get(item) ?? 0;
    this.#counts.set(item, count + 1);
    if (count === 0) this.#tell((watcher) => watcher.joined(item));
    let entered = true;
    return {
      [Symbol.dispose]: () => {
        if (!entered) return;
        entered = false;
        this.#leave(item);
      },
    };
  }

  /** Takes a snapshot and tells `watcher` of every change from then on, until disposed. */
  watch(watcher: Watcher<T>): { readonly snapshot: T[] } & Disposable {
    this.#watchers.add(watcher);
    return {
      snapshot: this.snapshot(),
      [Symbol.dispose]: () => {
        this.#watchers.delete(watcher);
      },
    };
  }

  #leave(item: T): void {
    const count = (this.#counts.get(item) ?? 0) - 1;
    if (count > 0) {
      this.#counts.set(item, count);
      return;
    }
    this.#counts.delete(item);
    this.#tell((watcher) => watcher.left(item));
  }

  /** A watcher that goes away, or brings others, while it is told does not change who is told of this change. */
  #tell(tell: (watcher: Watcher<T>) => void): void {
    for (const watcher of [...this.#watchers]) {
      if (this.#watchers.has(watcher)) tell(watcher);
    }
  }
}
