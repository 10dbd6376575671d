import { DatabaseSync } from 'node:sqlite';
import { Refused } from '@open-rooms/protocol';
import { isSystemError, makePrivateFile, sqliteTroubleOf } from '@open-rooms/protocol/node';
import { Kysely, sql } from 'kysely';
import { DataDirectoryError } from '../data-directory-error.ts';
import { MigrationError, migrate } from '../migrate.ts';
import type { Store } from '../port.ts';
import type { Schema } from '../schema.ts';
import { sqlStore } from '../sql-store.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { refuseNewer } from './refuse-newer.ts';

/**
 * How long a query waits for another program (an admin's sqlite3, a backup) that holds the database. The whole
 * process waits with it, hence no longer; without it, one reader's checkpoint makes writes fail.
 */
const BUSY_TIMEOUT_MS = 1000;

/**
 * FULL: a write is on the disk, not on its way there, when its promise resolves, which is what the port promises.
 * fullfsync is the same promise on macOS, where fsync stops at the drive's own cache; elsewhere it does nothing.
 * secure_delete: what is erased (addresses of the audit log) is not left readable in the file's free places.
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma foreign_keys = on;
  pragma secure_delete = on;
`;

/** A row that is written as it stands is left out by SQLite; a number in the head of the file is not. We use it for nothing. */
const TOUCH = sql`pragma user_version = 0`;

/**
 * Opens the database file at `path`, creates it where there is none, and brings it to this version's tables.
 *
 * @throws {DataDirectoryError} `data-newer`, `data-damaged`, `data-unwritable` or `data-in-use`; the file is left
 * as it was.
 * @throws {MigrationError} where a change of the tables fails; they are left as they were.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  let database: DatabaseSync | undefined;
  try {
    makePrivateFile(path);
    refuseNewer(path, BUSY_TIMEOUT_MS);
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec(PRAGMAS);
    checkIntact(database, path);
    const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
    await migrate(db, path);
    return sqlStore(db, TOUCH);
  } catch (error) {
    database?.close();
    throw explained(error, path);
  }
}

function checkIntact(database: DatabaseSync, path: string): void {
  const found = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw damaged(path, String(found));
}

function explained(error: unknown, path: string): unknown {
  if (error instanceof Refused) return explained(error.cause, path);
  if (error instanceof MigrationError) {
    const why = explained(error.cause, path);
    return why === error.cause ? error : why;
  }
  if (!(error instanceof Error)) return error;
  const trouble = isSystemError(error) ? 'unwritable' : sqliteTroubleOf(error);
  switch (trouble) {
    case 'damaged':
      return damaged(path, error.message);
    case 'busy':
      return new DataDirectoryError(
        'data-in-use',
        `Cannot open the database ${path}: another program holds it. Close that program and start again.`,
        { cause: error },
      );
    case 'unwritable':
      return new DataDirectoryError(
        'data-unwritable',
        `Cannot open the database ${path}: ${error.message}. Make sure that this account may write there and ` +
          'that the disk is not full.',
        { cause: error },
      );
    default:
      return error;
  }
}

function damaged(path: string, reason: string): DataDirectoryError {
  return new DataDirectoryError(
    'data-damaged',
    `The database ${path} is damaged (${reason}). Restore it from a backup, or move it away together with its ` +
      '-wal and -shm files to begin anew without members and invites; the room keeps its key either way.',
  );
}
