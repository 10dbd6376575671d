import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { takeProcessLock } from '@open-rooms/protocol/node';
import { lockError, ProfileError } from './profile-error.ts';

/** How long somebody else may take to open a profile: they make a key, and tables, at most once. */
const OPENING_WAIT_MS = 10_000;

const LOOK_MS = 10;

/**
 * Held while a profile's files are looked at and made: two processes that open a new one at the same time would make
 * two keys, and one of them would be nobody at its next start.
 *
 * @throws {ProfileError} where it is not to be had in time, or cannot be made.
 */
export async function takeOpeningLock(directory: string): Promise<Disposable> {
  const path = join(directory, 'opening.lock');
  for (let waited = 0; waited < OPENING_WAIT_MS; waited += LOOK_MS) {
    const lock = lockOrExplain(path);
    if (lock !== undefined) return lock;
    await pause(LOOK_MS);
  }
  throw new ProfileError(
    'profile-in-use',
    `Cannot open the profile ${directory}: another program has been opening it for ${OPENING_WAIT_MS / 1000} ` +
      'seconds. End that program and try again.',
  );
}

/** `undefined` where somebody else holds it. */
export function lockOrExplain(path: string): Disposable | undefined {
  try {
    return takeProcessLock(path);
  } catch (error) {
    throw lockError(path, error);
  }
}
