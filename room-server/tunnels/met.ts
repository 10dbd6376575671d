import type { FeedId } from '@open-rooms/protocol';

/** People of whom it is known whom they met; beyond it those are forgotten who met somebody longest ago. */
const MAX_PEOPLE_MET = 10_000;
/** Those whom one person met, the last of them: what concerns the others, both ends hear by themselves. */
const MAX_MET_EACH = 256;

/** Who had a tunnel to whom since the start: a link that it began may go on, and the room's word of the other concerns both. */
export class Met {
  /** Whoever met somebody last is last. */
  readonly #met = new Map<FeedId, Set<FeedId>>();

  /** Everybody who met somebody. */
  people(): FeedId[] {
    return [...this.#met.keys()];
  }

  have(one: FeedId, other: FeedId): boolean {
    return this.#met.get(one)?.has(other) === true;
  }

  add(one: FeedId, other: FeedId): void {
    this.#add(one, other);
    this.#add(other, one);
  }

  #add(one: FeedId, other: FeedId): void {
    const others = this.#met.get(one) ?? new Set();
    this.#met.delete(one);
    this.#met.set(one, others);
    others.delete(other);
    others.add(other);
    dropOldest(others, MAX_MET_EACH);
    dropOldest(this.#met, MAX_PEOPLE_MET);
  }
}

function dropOldest(items: Set<FeedId> | Map<FeedId, unknown>, most: number): void {
  if (items.size <= most) return;
  for (const oldest of items.keys()) {
    items.delete(oldest);
    return;
  }
}
