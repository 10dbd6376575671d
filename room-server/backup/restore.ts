import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CryptoBackend, parseSecret } from '@open-rooms/protocol';
import { isSystemError, syncDirectory } from '@open-rooms/protocol/node';
import { StartError } from '../running-server.ts';
import { DataDirectoryError } from '../store/data-directory-error.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { type CheckedBackup, checkBackup, read } from './check-backup.ts';
import { type BackupHeader, damaged } from './header.ts';
import { freePlace, moveAside, type Place, stageFor } from './place.ts';

export interface RestoreWish {
  readonly file: string;
  /** Absolute path of the data directory that is to be. */
  readonly directory: string;
  /** Whether a room that is there already is moved aside. */
  readonly force: boolean;
  readonly crypto: CryptoBackend;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Restored {
  readonly header: BackupHeader;
  /** Where the room that was there before is now; `null` where there was none. */
  readonly movedTo: string | null;
}

const PRIVATE = 0o600;

/**
 * Makes a data directory out of a backup: the room with its id and all that it kept, brought to the tables of this version.
 * Nothing is written before all of the backup was read and found whole, and the directory is there whole or not at all.
 *
 * @throws StartError (rejected) `backup-damaged`, `backup-newer`, `data-not-empty`, `data-in-use`, `file-unusable`
 */
export async function restoreBackup({ file, directory, force, crypto, now }: RestoreWish): Promise<Restored> {
  await using backup = await checkBackup(file);
  const { header } = backup;
  if (header.changes !== '' && !Object.hasOwn(MIGRATIONS, header.changes)) throw newer(file, header);
  const place = await freePlace(directory, force);
  try {
    const stage = await stageFor(place);
    try {
      await fill(stage, backup, { file, crypto });
      const movedTo = place.kind === 'taken' ? await moveAside(directory, now()) : null;
      await settle(stage, place, movedTo);
      return { header, movedTo };
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StartError(
      'data-unwritable',
      `Cannot restore into ${directory}: ${error.message}. Make sure that this account may write there and that the disk is not full.`,
      { cause: error },
    );
  }
}

/** Writes both files, and opens them as a room would: what does not open is not put in its place. */
async function fill(
  stage: string,
  { handle, header, parts }: CheckedBackup,
  { file, crypto }: Pick<RestoreWish, 'file' | 'crypto'>,
): Promise<void> {
  const secret = Buffer.alloc(header.secret);
  await handle.read(secret, 0, secret.length, parts.secret.start);
  const key = parseSecret(secret.toString('utf8'), crypto);
  if (typeof key === 'string' || key.id !== header.room) throw damaged(file);
  await write(join(stage, 'secret'), [secret]);
  const database = join(stage, 'room.db');
  await write(database, read(handle, parts.database));
  try {
    await (await openSqliteStore(database))[Symbol.asyncDispose]();
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    throw error.code === 'data-newer' ? newer(file, header) : damaged(file);
  }
}

async function write(path: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const to = await open(path, 'wx', PRIVATE);
  try {
    await to.writeFile(bytes);
    await to.sync();
  } finally {
    await to.close();
  }
}

/** Puts what is ready in its place. A room that was moved aside comes back where that fails. */
async function settle(stage: string, place: Place, movedTo: string | null): Promise<void> {
  const { directory } = place;
  try {
    if (dirname(stage) === directory) {
      // The key first: with it alone, the room is itself, and with nothing else there.
      for (const name of ['secret', 'room.db']) await rename(join(stage, name), join(directory, name));
      await syncDirectory(directory);
    } else {
      await rename(stage, directory);
      await syncDirectory(dirname(directory));
    }
  } catch (error) {
    if (movedTo !== null) await rename(movedTo, directory);
    throw error;
  }
}

function newer(file: string, { version }: BackupHeader): StartError {
  return new StartError(
    'backup-newer',
    `Cannot restore ${file}: it was made by version ${version} of Open Rooms, which is newer than this one. Restore it with that version or a later one.`,
  );
}
