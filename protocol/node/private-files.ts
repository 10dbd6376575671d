import { closeSync, openSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { isSystemError } from './system-error.ts';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

/** Anyone on the machine may put files in. */
const WRITABLE_BY_OTHERS = 0o002;

/**
 * Makes a directory, with its parents, for this account alone. One that exists keeps its mode: each file in it
 * guards itself. Throws system errors.
 *
 * @returns whether every account of the machine may write to it. Refusing that would shut out file systems that
 * show every file as open to all (shared folders of containers).
 */
export async function makePrivateDirectory(path: string): Promise<{ readonly writableByAll: boolean }> {
  await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  const { mode } = await stat(path);
  return { writableByAll: process.platform !== 'win32' && (mode & WRITABLE_BY_OTHERS) !== 0 };
}

/**
 * Makes an empty file for this account alone, where there is none: SQLite would follow the umask, and gives what it
 * makes beside a database the database's mode. Throws system errors.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST') throw error;
  }
}
