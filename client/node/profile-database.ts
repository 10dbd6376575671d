import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSystemError, makePrivateFile, sqliteTroubleOf } from '@open-rooms/protocol/node';
import type { MessageStore } from '../chat/message-store.ts';
import { type ContactStore, readContact } from '../contacts/contact.ts';
import { type KnownRoomStore, readKnownRoom } from '../contacts/known-room.ts';
import { BookTable, TABLES } from './book-tables.ts';
import { ForeignChanges } from './foreign-changes.ts';
import { MESSAGES_TABLE, MessageTable } from './message-table.ts';
import { ProfileError, unwritable } from './profile-error.ts';

/** What a profile keeps beside its key. Several processes may have it open at once. */
export interface ProfileDatabase extends Disposable {
  readonly contacts: ContactStore;
  readonly rooms: KnownRoomStore;
  readonly messages: MessageStore;
}

/** How long a change waits for another process's. Each takes milliseconds; the whole process waits with it. */
const BUSY_MS = 2000;

/** FULL, fullfsync: a change is on the disk when its promise resolves, macOS included. */
const PRAGMAS = 'pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = on;';

/** Each brings the tables from the version before to its own, which is its place in the list, from 1. */
const MIGRATIONS: readonly string[] = [
  TABLES.map(
    (table) => `create table ${table} (id text primary key, record text not null) strict, without rowid;`,
  ).join(''),
  MESSAGES_TABLE,
];

/**
 * Opens the database of a profile, makes it where there is none, and brings it to this version's tables.
 *
 * @param path of the file; nobody else opens it for the first time at this moment.
 * @throws {ProfileError} `profile-newer`, `profile-damaged`, `profile-unwritable` or `profile-in-use`; the file is
 * left as it was.
 */
export function openProfileDatabase(path: string): ProfileDatabase {
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(path);
    database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec(PRAGMAS);
    const found = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
    if (found !== 'ok') throw damaged(path, String(found));
    migrate(database, path);
    return tablesOf(database, path);
  } catch (error) {
    database?.close();
    throw explained(error, path);
  }
}

function tablesOf(database: DatabaseSync, path: string): ProfileDatabase {
  const changes = new ForeignChanges(database, path, dirname(path));
  const context = {
    database,
    announce: () => changes.announce(),
    onForeignChange: (listener: () => void) => changes.onChange(listener),
  };
  return {
    contacts: new BookTable(context, 'contacts', readContact),
    rooms: new BookTable(context, 'rooms', readKnownRoom),
    messages: new MessageTable(database),
    [Symbol.dispose]() {
      changes[Symbol.dispose]();
      if (database.isOpen) database.close();
    },
  };
}

function migrate(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('pragma user_version').get()?.['user_version']);
  if (version > MIGRATIONS.length) {
    throw new ProfileError(
      'profile-newer',
      `The contacts ${path} were written by a newer version of Open Rooms (${version}, this one knows ` +
        `${MIGRATIONS.length}). Start that version or a later one.`,
    );
  }
  if (version === MIGRATIONS.length) return;
  const steps = MIGRATIONS.slice(version).join('');
  database.exec(`begin immediate; ${steps} pragma user_version = ${MIGRATIONS.length}; commit;`);
}

function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  switch (isSystemError(error) ? 'unwritable' : sqliteTroubleOf(error)) {
    case 'damaged':
      return damaged(path, error.message);
    case 'busy':
      return new ProfileError(
        'profile-in-use',
        `Cannot open the contacts ${path}: another program holds them. Close that program and try again.`,
        { cause: error },
      );
    case 'unwritable':
      return unwritable(`the contacts ${path}`, error);
    default:
      return error;
  }
}

function damaged(path: string, reason: string): ProfileError {
  return new ProfileError(
    'profile-damaged',
    `The contacts ${path} are damaged (${reason}). Restore the file from a backup, or move it away together with ` +
      'its -wal and -shm files to begin with an empty contact book; the key, and so the person, stays the same.',
  );
}
