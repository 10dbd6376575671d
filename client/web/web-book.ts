import { type FeedId, Refused } from '@open-rooms/protocol';
import type { BookRecord, BookStore, Edit } from '../contacts/book-store.ts';
import { orRefused } from './storage-trouble.ts';
import type { ToldTabs } from './told-tabs.ts';
import { type BookName, inOneWrite, type WebDatabase } from './web-database.ts';

/** One book in the browser's database. */
export class WebBook<T extends BookRecord> implements BookStore<T> {
  readonly #database: WebDatabase;
  readonly #name: BookName;
  readonly #read: (value: unknown) => T | undefined;
  readonly #tabs: ToldTabs;

  /** @param read a record out of what is kept; `undefined` where it is none. */
  constructor(
    database: WebDatabase,
    name: BookName,
    read: (value: unknown) => T | undefined,
    tabs: ToldTabs,
  ) {
    this.#database = database;
    this.#name = name;
    this.#read = read;
    this.#tabs = tabs;
  }

  async load(): Promise<T[]> {
    const kept = await orRefused(() => this.#database.getAll(this.#name));
    return kept.map((value) => this.#recordOf(value));
  }

  async change(ids: readonly FeedId[], edit: Edit<T>): Promise<(T | undefined)[]> {
    const { kept, written } = await orRefused(() => this.#edited(ids, edit));
    if (written) this.#tabs.tell();
    return kept;
  }

  onChange(listener: () => void): Disposable {
    return this.#tabs.onChange(listener);
  }

  #edited(ids: readonly FeedId[], edit: Edit<T>) {
    return inOneWrite(this.#database, this.#name, async (store) => {
      const kept: (T | undefined)[] = [];
      let written = false;
      for (const id of ids) {
        const value = await store.get(id);
        const before = value === undefined ? undefined : this.#recordOf(value);
        const next = edit(before, id);
        kept.push(next);
        if (next === before) continue;
        written = true;
        await (next === undefined ? store.delete(id) : store.put(next, id));
      }
      return { kept, written };
    });
  }

  #recordOf(value: unknown): T {
    const read = this.#read(value);
    if (read !== undefined) return read;
    throw new Refused(
      'unavailable',
      `A record of the ${this.#name} that this browser keeps cannot be read. Export what you have from another tab or device, and clear this page's data.`,
    );
  }
}
