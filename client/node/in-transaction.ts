import type { DatabaseSync } from 'node:sqlite';
import { orRefused } from './or-refused.ts';

/**
 * Does something to a database, all or nothing. The write lock is taken at once, so that nobody writes between reading
 * and writing.
 *
 * @param what is used, in a sentence to a person
 * @throws Refused where the disk, or another process, does not allow it
 */
export function inTransaction<R>(database: DatabaseSync, what: string, act: () => R): R {
  orRefused(what, () => database.exec('begin immediate'));
  try {
    const result = orRefused(what, act);
    orRefused(what, () => database.exec('commit'));
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk among them.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}
