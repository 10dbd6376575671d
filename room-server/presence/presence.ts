import { type FeedId, WatchedSet } from '@open-rooms/protocol';

/** Who is online in a room, and over which of their connections they are reached. */
export class Presence<Reach> {
  /** Each attendant once, however many connections they have. */
  readonly attendants = new WatchedSet<FeedId>();
  readonly #reaches = new Map<FeedId, Set<Reach>>();

  /** Makes `id` an attendant who is reached over `reach`, until disposed. */
  attend(id: FeedId, reach: Reach): Disposable {
    const reaches = this.#reaches.get(id) ?? new Set();
    this.#reaches.set(id, reaches);
    reaches.add(reach);
    const entered = this.attendants.enter(id);
    return {
      [Symbol.dispose]: () => {
        reaches.delete(reach);
        if (reaches.size === 0 && this.#reaches.get(id) === reaches) this.#reaches.delete(id);
        entered[Symbol.dispose]();
      },
    };
  }

  /** The newest connection of an attendant: an older one may be dead without knowing. */
  reach(id: FeedId): Reach | undefined {
    return this.reaches(id).at(-1);
  }

  /** Every connection of an attendant, the oldest first. */
  reaches(id: FeedId): Reach[] {
    return [...(this.#reaches.get(id) ?? [])];
  }
}
