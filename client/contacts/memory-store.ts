import type { FeedId } from '@open-rooms/protocol';
import type { BookRecord, BookStore, Edit } from './book-store.ts';

/** What handles on one place share. */
interface Place<T extends BookRecord> {
  records: ReadonlyMap<FeedId, T>;
  readonly handles: Set<MemoryStore<T>>;
}

/** A store that forgets when the program ends: for tests, and for programs that keep nothing. */
export class MemoryStore<T extends BookRecord> implements BookStore<T> {
  readonly #place: Place<T>;
  readonly #listeners = new Set<() => void>();

  constructor(place: Place<T> = { records: new Map(), handles: new Set() }) {
    this.#place = place;
    place.handles.add(this);
  }

  /** Another handle on the same records, as another tab or process has one. */
  beside(): MemoryStore<T> {
    return new MemoryStore(this.#place);
  }

  async load(): Promise<T[]> {
    return [...this.#place.records.values()];
  }

  async change(ids: readonly FeedId[], edit: Edit<T>): Promise<(T | undefined)[]> {
    const draft = new Map(this.#place.records);
    let changed = false;
    const now = ids.map((id) => {
      const kept = draft.get(id);
      const next = edit(kept, id);
      changed ||= next !== kept;
      if (next === undefined) draft.delete(id);
      else draft.set(id, next);
      return next;
    });
    if (!changed) return now;
    this.#place.records = draft;
    for (const handle of this.#place.handles) if (handle !== this) handle.#tell();
    return now;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
