import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sqliteTroubleOf } from './sqlite-trouble.ts';
import { isSystemError } from './system-error.ts';

/** Of the file: whoever may read it may hold the lock. */
const LOCK_MODE = 0o600;

/**
 * An exclusive lock on a small SQLite file: the operating system's own file lock (fcntl, LockFileEx), which Node
 * does not offer by itself. It goes with the process, kill -9 and power cut included, so that no stale file ever
 * keeps a program from starting, as a file with a process id in it does; and unlike a listening socket it needs no
 * address, holds on network file systems that have locks, and belongs to the directory wherever that is mounted.
 *
 * Hold on to what it answers: the lock goes when it is disposed or collected. `undefined` where somebody else, in
 * this process or another, holds it. Throws node:sqlite's error where the file cannot be made or is something else.
 */
export function takeProcessLock(path: string): Disposable | undefined {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec('pragma journal_mode = memory; begin exclusive');
    restrict(path);
  } catch (error) {
    lock?.close();
    if (sqliteTroubleOf(error) === 'busy') return undefined;
    throw error;
  }
  const held = lock;
  return {
    [Symbol.dispose]() {
      if (held.isOpen) held.close();
    },
  };
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
