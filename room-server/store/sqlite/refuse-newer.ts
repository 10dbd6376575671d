import { DatabaseSync } from 'node:sqlite';
import { newerDatabase, unknownChange } from '../migrate.ts';

/** How a server says in the audit log what it is, when it starts. */
const SERVER = /^open-rooms (\d[\w.+-]{0,63})(?:;|$)/;

/**
 * Looks whether a newer version has changed a database, and writes nothing: whoever opens it to write puts the log of a
 * killed program into it, and may change how it is kept. What cannot be read so is for the opening itself to tell.
 *
 * @param timeout milliseconds that another program which holds it is waited for.
 * @throws {DataDirectoryError} `data-newer`
 */
export function refuseNewer(path: string, timeout: number): void {
  const found = whatIsNewer(path, timeout);
  if (found !== undefined) throw newerDatabase(path, found.change, found.version);
}

function whatIsNewer(path: string, timeout: number): { change: string; version?: string } | undefined {
  try {
    using database = new DatabaseSync(path, { readOnly: true, timeout });
    if (!hasTable(database, 'kysely_migration')) return undefined;
    const ran = database.prepare('select name from kysely_migration order by name').all();
    const change = unknownChange(ran.map(({ name }) => String(name)));
    if (change === undefined) return undefined;
    const version = lastVersion(database);
    return version === undefined ? { change } : { change, version };
  } catch {
    return undefined;
  }
}

/** Of the program that started last with it. `undefined` where it does not say so in words that this one knows. */
function lastVersion(database: DatabaseSync): string | undefined {
  try {
    const started = "select message from audit where event = 'server_start' order by id desc limit 1";
    return SERVER.exec(String(database.prepare(started).get()?.['message']))?.[1];
  } catch {
    return undefined;
  }
}

function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare('select 1 from sqlite_master where name = ?').get(name) !== undefined;
}
