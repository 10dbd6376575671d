import { type FeedId, WatchedSet, type Watcher } from '@open-rooms/protocol';

/** Attendants of a room that are known at once: a room that invents people fills no memory. */
const MAX_ATTENDANTS = 50_000;

/** A set that tells of its changes; see `WatchedSet`. */
export type LiveSet<T> = Pick<WatchedSet<T>, 'size' | 'has' | 'snapshot' | 'watch'>;

/**
 * Who else is in a room, live. It outlives the connections to the room: after a reconnect only those who really came
 * or went meanwhile are told as such.
 */
export class Attendants implements LiveSet<FeedId> {
  readonly #own: FeedId;
  readonly #set = new WatchedSet<FeedId>();
  readonly #present = new Map<FeedId, Disposable>();

  /** `own` is left out: who looks knows of themselves. */
  constructor(own: FeedId) {
    this.#own = own;
  }

  get size(): number {
    return this.#set.size;
  }

  has(id: FeedId): boolean {
    return this.#set.has(id);
  }

  snapshot(): FeedId[] {
    return this.#set.snapshot();
  }

  watch(watcher: Watcher<FeedId>): { readonly snapshot: FeedId[] } & Disposable {
    return this.#set.watch(watcher);
  }

  /** The room's whole list. */
  replace(ids: readonly FeedId[]): void {
    const there = new Set(ids);
    for (const id of this.snapshot()) if (!there.has(id)) this.left(id);
    for (const id of there) this.joined(id);
  }

  joined(id: FeedId): void {
    if (id === this.#own || this.#present.has(id) || this.#present.size >= MAX_ATTENDANTS) return;
    this.#present.set(id, this.#set.enter(id));
  }

  left(id: FeedId): void {
    const entered = this.#present.get(id);
    this.#present.delete(id);
    entered?.[Symbol.dispose]();
  }
}
