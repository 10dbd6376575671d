import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from '@open-rooms/protocol/node';

/** As many pages as there are: in one step nobody writes in between, and the copy is of one moment. */
const ALL_PAGES = 2 ** 31 - 1;

/** A copy of a database as it was at one moment. Disposing it removes it. */
export interface Snapshot extends AsyncDisposable {
  readonly file: string;
  /** The last change of the tables that the database has; empty where it has none. */
  readonly changes: string;
}

let count = 0;

/**
 * Copies a database while others read and write it, into a file beside it for this account alone. A thread of its own does
 * it, so that nobody waits. Throws what SQLite throws.
 */
export async function takeSnapshot(database: string): Promise<Snapshot> {
  // A connection of its own: one that writes would have what it writes in the copy, or begin it anew.
  using source = new DatabaseSync(database, { readOnly: true, timeout: 1000 });
  count++;
  const file = `${database}.backup-${process.pid}-${count}`;
  const remove = async () => {
    for (const name of [file, `${file}-journal`]) await rm(name, { force: true });
  };
  try {
    makePrivateFile(file);
    await backup(source, file, { rate: ALL_PAGES });
    return { file, changes: lastChange(source), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Removes the copies that a process left which was killed. The caller holds the data directory. */
export async function clearSnapshots(database: string): Promise<void> {
  const folder = dirname(database);
  const begins = `${basename(database)}.backup-`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(begins)) await rm(join(folder, name), { force: true });
  }
}

function lastChange(source: DatabaseSync): string {
  const tables = source.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
  if (tables === undefined) return '';
  const row = source.prepare('select max(name) as name from kysely_migration').get();
  return String(row?.['name'] ?? '');
}
