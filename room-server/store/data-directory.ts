import { chmodSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirectoryError } from './data-directory-error.ts';
import { troubleOf } from './sqlite/result-codes.ts';
import { isSystemError } from './system-error.ts';

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

/** Of a directory that is made here. One that exists keeps its mode: each file in it guards itself. */
const DIRECTORY_MODE = 0o700;

/** Of the lock: whoever may read it may hold it, and keep the room from starting. */
const LOCK_MODE = 0o600;

/** Anyone on the machine may put files in. */
const WRITABLE_BY_OTHERS = 0o002;

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
      if (lock.isOpen) lock.close();
    },
  };
}

async function createDirectory(path: string): Promise<string[]> {
  try {
    await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
    const { mode } = await stat(path);
    // Refusing it would shut out file systems that show every file as open to all (shared folders of containers).
    if (process.platform === 'win32' || (mode & WRITABLE_BY_OTHERS) === 0) return [];
    return [
      `Every account of this machine may write to the data directory ${path}, and so replace the room's key. ` +
        `To close it: chmod o-w "${path}"`,
    ];
  } catch (error) {
    if (isSystemError(error)) throw unwritable(path, error);
    throw error;
  }
}

/**
 * An exclusive lock on a small SQLite file: the operating system's own file lock (fcntl, LockFileEx), which Node
 * does not offer by itself. It goes with the process, kill -9 and power cut included, so that no stale file ever
 * keeps a room from starting, as a file with a process id in it does; and unlike a listening socket it needs no
 * address, holds on network file systems that have locks, and belongs to the directory wherever that is mounted.
 * The database itself stays unlocked, so that `sqlite3` can read and back it up while the room runs.
 */
function takeLock(directory: string): DatabaseSync {
  const path = join(directory, 'lock');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec('pragma journal_mode = memory; begin exclusive');
    restrict(path);
    return lock;
  } catch (error) {
    lock?.close();
    throw explained(error, directory, path);
  }
}

/** By path and never through a descriptor: closing one would drop this process's lock on the file (POSIX). */
function restrict(path: string): void {
  try {
    chmodSync(path, LOCK_MODE);
  } catch (error) {
    // A file of another account, or a file system without modes: the lock holds all the same.
    if (!isSystemError(error)) throw error;
  }
}

function explained(error: unknown, directory: string, lock: string): unknown {
  if (!(error instanceof Error)) return error;
  switch (troubleOf(error)) {
    case 'busy':
      return new DataDirectoryError(
        'data-in-use',
        `The data directory ${directory} is in use by another process. Stop that one, or give this one a ` +
          'directory of its own with --data.',
        { cause: error },
      );
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
