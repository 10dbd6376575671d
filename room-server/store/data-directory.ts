import { join, resolve } from 'node:path';
import {
  isSystemError,
  makePrivateDirectory,
  sqliteTroubleOf,
  takeProcessLock,
} from '@open-rooms/protocol/node';
import { DataDirectoryError } from './data-directory-error.ts';

/** A directory of this process alone, until it is disposed or the process ends in whatever way. */
export interface DataDirectory extends AsyncDisposable {
  /** Absolute. */
  readonly path: string;
  /** Where the database is, or will be. */
  readonly databaseFile: string;
  /** Where the room's key is, or will be. */
  readonly secretFile: string;
  /** Sentences that the admin should read. */
  readonly warnings: readonly string[];
}

/**
 * Creates the directory where there is none, and takes it for this process. Hold on to what it returns: the lock
 * goes when it is collected.
 *
 * @param path absolute, or relative to the working directory.
 * @throws {DataDirectoryError} `data-in-use` where another process has it, `data-unwritable`, or `data-damaged`
 * where the lock file is none.
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const directory = resolve(path);
  const warnings = await createDirectory(directory);
  const lock = takeLock(directory);
  return {
    path: directory,
    databaseFile: join(directory, 'room.db'),
    secretFile: join(directory, 'secret'),
    warnings,
    async [Symbol.asyncDispose]() {
      lock[Symbol.dispose]();
    },
  };
}

async function createDirectory(path: string): Promise<string[]> {
  try {
    const { writableByAll } = await makePrivateDirectory(path);
    if (!writableByAll) return [];
    return [
      `Every account of this machine may write to the data directory ${path}, and so replace the room's key. ` +
        `To close it: chmod o-w "${path}"`,
    ];
  } catch (error) {
    if (isSystemError(error)) throw unwritable(path, error);
    throw error;
  }
}

/** The database itself stays unlocked, so that `sqlite3` can read and back it up while the room runs. */
function takeLock(directory: string): Disposable {
  const path = join(directory, 'lock');
  try {
    const lock = takeProcessLock(path);
    if (lock !== undefined) return lock;
  } catch (error) {
    throw explained(error, directory, path);
  }
  throw new DataDirectoryError(
    'data-in-use',
    `The data directory ${directory} is in use by another process. Stop that one, or give this one a ` +
      'directory of its own with --data.',
  );
}

function explained(error: unknown, directory: string, lock: string): unknown {
  if (!(error instanceof Error)) return error;
  switch (sqliteTroubleOf(error)) {
    case 'damaged':
      return new DataDirectoryError(
        'data-damaged',
        `The lock ${lock} is a file of something else. Is ${directory} the data directory? If so, delete that file.`,
        { cause: error },
      );
    case 'unwritable':
      return unwritable(directory, error);
    default:
      return error;
  }
}

function unwritable(path: string, cause: Error): DataDirectoryError {
  return new DataDirectoryError(
    'data-unwritable',
    `Cannot use the data directory ${path}: ${cause.message}. Choose another with --data, or make sure that this ` +
      'account may write there and that the disk is not full.',
    { cause },
  );
}
