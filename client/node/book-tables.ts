import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type FeedId, Refused } from '@open-rooms/protocol';
import type { BookRecord, BookStore, Edit } from '../contacts/book-store.ts';
import { inTransaction } from './in-transaction.ts';
import { orRefused } from './or-refused.ts';

/** In sentences to a person. */
const WHAT = 'the contact book';

/** The tables of a profile's books: each row is an id and a record as JSON. */
export const TABLES = ['contacts', 'rooms'] as const;

/** What the tables of one database share. */
export interface TableContext {
  readonly database: DatabaseSync;
  /** Called after a change is kept, so that other processes look. */
  readonly announce: () => void;
  readonly onForeignChange: (listener: () => void) => Disposable;
}

/** One table as a {@link BookStore}. */
export class BookTable<T extends BookRecord> implements BookStore<T> {
  readonly #context: TableContext;
  readonly #read: (value: unknown) => T | undefined;
  readonly #all: StatementSync;
  readonly #one: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  /** @param read a record out of JSON; `undefined` where it is none. */
  constructor(
    context: TableContext,
    table: (typeof TABLES)[number],
    read: (value: unknown) => T | undefined,
  ) {
    const { database } = context;
    this.#context = context;
    this.#read = read;
    this.#all = database.prepare(`select record from ${table}`);
    this.#one = database.prepare(`select record from ${table} where id = ?`);
    this.#put = database.prepare(`insert or replace into ${table} (id, record) values (?, ?)`);
    this.#delete = database.prepare(`delete from ${table} where id = ?`);
  }

  async load(): Promise<T[]> {
    return orRefused(WHAT, () => this.#all.all()).map((row) => this.#recordOf(row));
  }

  async change(ids: readonly FeedId[], edit: Edit<T>): Promise<(T | undefined)[]> {
    let written = false;
    const kept = inTransaction(this.#context.database, WHAT, () =>
      ids.map((id) => {
        const row = this.#one.get(id);
        const before = row && this.#recordOf(row);
        const next = edit(before, id);
        if (next === before) return before;
        written = true;
        if (next === undefined) this.#delete.run(id);
        else this.#put.run(id, JSON.stringify(next));
        return next;
      }),
    );
    if (written) this.#context.announce();
    return kept;
  }

  onChange(listener: () => void): Disposable {
    return this.#context.onForeignChange(listener);
  }

  #recordOf({ record }: Record<string, unknown>): T {
    const read = this.#read(jsonOf(record));
    if (read !== undefined) return read;
    throw new Refused(
      'unavailable',
      `A record of ${this.#context.database.location()} cannot be read: ${String(record).slice(0, 64)}… Restore ` +
        'the file from a backup, or move it away to begin with an empty contact book.',
    );
  }
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
