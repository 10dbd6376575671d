import type { FeedId } from '@open-rooms/protocol';

/** What books keep: plain JSON values, never changed once made. */
export interface BookRecord {
  readonly id: FeedId;
}

/** What a record becomes: the same value for no change, `undefined` for no record. It may throw. */
export type Edit<T> = (kept: T | undefined, id: FeedId) => T | undefined;

/**
 * Where a book is kept: a database file, a browser's database, memory. Several processes or tabs may share one place.
 */
export interface BookStore<T extends BookRecord> {
  /** All records, in any order. Rejects where one of them cannot be read: a lost "blocked" is no small loss. */
  load(): Promise<T[]>;
  /**
   * Edits these records, each as it is kept at that moment, with nobody else's change between reading and keeping.
   * All are durable when it resolves, with what is kept of each id, in order. If `edit` throws or the place does
   * not take them, none is changed and it rejects.
   */
  change(ids: readonly FeedId[], edit: Edit<T>): Promise<(T | undefined)[]>;
  /** Tells that somebody else (another process, another tab) has changed what is kept. Own changes are not told. */
  onChange(listener: () => void): Disposable;
}
