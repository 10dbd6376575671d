import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { sqliteTroubleOf } from '@open-rooms/protocol/node';
import type { DatabaseFacts } from './judge-database.ts';
import { accessOf, statsOf } from './see-data.ts';

export interface SeenDatabase extends DatabaseFacts {
  /** When the room last wrote something down; `undefined` where it never has. */
  readonly newestEntry: number | undefined;
}

/** Reads the database, and changes nothing of it, nor of what lies beside it. */
export async function seeDatabase(data: string, isRunning: boolean): Promise<SeenDatabase> {
  const path = join(data, 'room.db');
  const [stats, log] = await Promise.all([statsOf(path), statsOf(`${path}-wal`)]);
  const seen = { path, bytes: stats?.size ?? 0, logBytes: log?.size ?? 0, ran: [], newestEntry: undefined };
  // A kill may have come right after its making: the next start goes on from there.
  if (stats === undefined || (stats.size === 0 && !isRunning)) return { ...seen, state: 'missing' };
  const access = accessOf(stats);
  try {
    // Without a log nobody writes, and SQLite need not make the files by which writers and readers agree.
    const isAlone = !isRunning && log === undefined;
    const place = isAlone ? `${pathToFileURL(path).href}?immutable=1` : path;
    using database = new DatabaseSync(place, { readOnly: true });
    return { ...seen, access, ...read(database) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const state = sqliteTroubleOf(error) === 'damaged' ? 'damaged' : 'unreadable';
    return { ...seen, access, state, why: error.message };
  }
}

type Read = Pick<SeenDatabase, 'state' | 'why' | 'ran' | 'newestEntry'>;

function read(database: DatabaseSync): Read {
  const found = String(database.prepare('pragma quick_check(1)').get()?.['quick_check']);
  if (found !== 'ok') return { state: 'damaged', why: found, ran: [], newestEntry: undefined };
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const has = (name: string) => tables.some((table) => table['name'] === name);
  const ran = has('kysely_migration') ? database.prepare('select name from kysely_migration').all() : [];
  const newest = has('audit') ? database.prepare('select max(at) as at from audit').get()?.['at'] : null;
  return {
    state: 'read',
    ran: ran.map(({ name }) => String(name)),
    newestEntry: typeof newest === 'number' ? newest : undefined,
  };
}
