import type { FeedId } from '@open-rooms/protocol';

/** People who are wanted here for something, each as often as that was said. */
export class KeptPeople {
  readonly #counts = new Map<FeedId, number>();

  has(id: FeedId): boolean {
    return this.#counts.has(id);
  }

  /** Somebody is wanted until disposed. */
  keep(id: FeedId): Disposable {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    let isKept = true;
    return {
      [Symbol.dispose]: () => {
        if (!isKept) return;
        isKept = false;
        const left = (this.#counts.get(id) ?? 1) - 1;
        if (left > 0) this.#counts.set(id, left);
        else this.#counts.delete(id);
      },
    };
  }
}
