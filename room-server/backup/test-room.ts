import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from '../store/migrations.ts';
import { openStored } from '../store/open-stored.ts';
import type { Schema } from '../store/schema.ts';
import { nodeSqliteDialect } from '../store/sqlite/dialect.ts';
import type { RestoreWish } from './restore.ts';
import { openStoredBackup } from './stored-backup.ts';

/** When backups of the tests are made. */
export const NOON = Date.parse('2026-10-06T12:00:00Z');

/** A folder with a room that does not run. Disposing it removes the folder. */
export interface TestRoom extends AsyncDisposable {
  readonly folder: string;
  readonly data: string;
  readonly id: FeedId;
  /** Its members, in the order of their ids. */
  readonly members: readonly FeedId[];
}

/** Makes a room of three members, of these tables or the newest. */
export async function testRoom(lastMigration?: string): Promise<TestRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'open-rooms-backup-'));
  const data = join(folder, 'garden');
  const members = [1, 2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n)));
  let id: FeedId;
  {
    await using stored = await openStored(data, sodium);
    id = stored.key.id;
    for (const member of members)
      await stored.store.members.add({ id: member, role: 'participant', addedAt: 1 });
  }
  if (lastMigration !== undefined) await makeOlder(join(data, 'room.db'), lastMigration, members);
  return {
    folder,
    data,
    id,
    members,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Makes a backup of it, of a program of some version. @returns its path */
export async function backUp({ folder, data }: TestRoom): Promise<string> {
  const file = join(folder, 'garden.backup');
  await using backup = await openStoredBackup(data, { crypto: sodium, version: '0.1.0', now: () => NOON });
  await writeFile(file, backup.bytes());
  return file;
}

/** A wish to restore it into another directory. */
export function wishFor(
  { folder }: TestRoom,
  file: string,
  directory = join(folder, 'restored'),
): RestoreWish {
  return { file, directory, force: false, crypto: sodium, now: () => NOON };
}

/** Who is a member in a data directory that nobody runs, and whose it is. */
export async function storedIn(data: string): Promise<{ id: FeedId; members: readonly FeedId[] }> {
  await using stored = await openStored(data, sodium);
  const members = await stored.store.members.members();
  return { id: stored.key.id, members: members.map(({ id }) => id).toSorted() };
}

/** Puts a database as an earlier version left it in the place of the present one. */
async function makeOlder(path: string, last: string, members: readonly FeedId[]): Promise<void> {
  await rm(path);
  const database = new DatabaseSync(path);
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateTo(last);
  if (error !== undefined) throw error;
  const insert = database.prepare("insert into members (id, role, added_at) values (?, 'participant', 1)");
  for (const member of members) insert.run(member);
  await db.destroy();
}
