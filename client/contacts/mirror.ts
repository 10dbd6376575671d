import type { FeedId } from '@open-rooms/protocol';
import { Turns } from '../connection/turns.ts';
import type { BookRecord, BookStore, Edit } from './book-store.ts';

/**
 * What a store keeps, at hand without waiting. Changes run one after the other; each is in the store before it is
 * here, and here before watchers are told and its promise resolves. Changes of other processes come in by themselves.
 */
export class Mirror<T extends BookRecord> implements Disposable {
  readonly #store: BookStore<T>;
  readonly #watchers = new Set<() => void>();
  readonly #following: Disposable;
  #records = new Map<FeedId, T>();
  readonly #turns = new Turns();
  /** Whether the store may hold what is not here. */
  #stale = true;

  private constructor(store: BookStore<T>) {
    this.#store = store;
    this.#following = store.onChange(() => {
      if (this.#stale) return;
      this.#stale = true;
      // One that fails is tried again before the next change, which then tells whoever asked for it.
      this.#turns.take(() => this.#refresh()).catch(() => {});
    });
  }

  /** Rejects where the store cannot be read. */
  static async open<T extends BookRecord>(store: BookStore<T>): Promise<Mirror<T>> {
    const mirror = new Mirror(store);
    try {
      await mirror.#turns.take(() => mirror.#refresh());
      return mirror;
    } catch (error) {
      mirror[Symbol.dispose]();
      throw error;
    }
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: FeedId): T | undefined {
    return this.#records.get(id);
  }

  /** In no order to rely on. */
  values(): T[] {
    return [...this.#records.values()];
  }

  /**
   * Edits the records that `which` names once all changes before are done; none named is no change. Rejects, with
   * everything as it was, where `edit` throws or the store fails.
   */
  change(which: () => readonly FeedId[], edit: Edit<T>): Promise<(T | undefined)[]> {
    return this.#turns.take(async () => {
      await this.#refresh();
      const ids = which();
      if (ids.length === 0) return [];
      const kept = await this.#store.change(ids, (before, id) => {
        const next = edit(before, id);
        // What says the same is not written again.
        return sameJson(before, next) ? before : next;
      });
      const before = ids.map((id) => this.#records.get(id));
      ids.forEach((id, index) => {
        const record = kept[index];
        if (record === undefined) this.#records.delete(id);
        else this.#records.set(id, record);
      });
      if (!sameJson(before, kept)) this.#tell();
      return kept;
    });
  }

  /** Tells of every change, own and others'. The listener reads what it needs; it must not throw. */
  watch(listener: () => void): Disposable {
    // One of its own for each call: who watches twice stops twice.
    const watcher = () => listener();
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  /** Stops following the store. */
  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]();
  }

  async #refresh(): Promise<void> {
    if (!this.#stale) return;
    // Before the store is read: what changes meanwhile is read again.
    this.#stale = false;
    try {
      const before = this.values();
      const records = await this.#store.load();
      this.#records = new Map(records.map((record) => [record.id, record]));
      if (!sameJson(byId(before), byId(records))) this.#tell();
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) if (this.#watchers.has(watcher)) watcher();
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function byId<T extends BookRecord>(records: readonly T[]): T[] {
  return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
