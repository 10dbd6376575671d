import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSystemError } from '@open-rooms/protocol/node';
import { StartError } from '../running-server.ts';
import { openDataDirectory } from '../store/data-directory.ts';
import { asStartError } from '../store/open-stored.ts';

/** Where a room is to be restored, and what is there now. */
export interface Place {
  readonly directory: string;
  readonly kind: 'missing' | 'empty' | 'taken';
}

/** What may be in a directory that counts as empty: of the file system, and of a restoring that was killed. */
const NOTHING = /^(lost\+found|\.restoring-.*)$/;

/**
 * Looks whether a room may be restored to a directory. Nothing is changed.
 * @param force whether a room that is there already is moved aside
 * @throws StartError (rejected) `data-not-empty`, `data-in-use`, `data-unwritable`
 */
export async function freePlace(directory: string, force: boolean): Promise<Place> {
  const names = await namesIn(directory);
  if (names === undefined) return { directory, kind: 'missing' };
  if (names.every((name) => NOTHING.test(name))) return { directory, kind: 'empty' };
  if (!names.includes('room.db') && !names.includes('secret'))
    throw new StartError(
      'data-not-empty',
      `Cannot restore into ${directory}: other files are there, and no room. Name a new or empty directory with --data.`,
    );
  if (!force)
    throw new StartError(
      'data-not-empty',
      `Cannot restore into ${directory}: there is a room already. Name a new directory with --data, or move that room aside with --force.`,
    );
  // Nobody has it now; whoever starts the room before it is moved keeps the files that they opened.
  await using _free = await asStartError(() => openDataDirectory(directory));
  return { directory, kind: 'taken' };
}

/** Makes a directory for this account alone, to prepare the room in: inside an empty one, which may be a mount point. */
export async function stageFor({ directory, kind }: Place): Promise<string> {
  if (kind === 'empty') return mkdtemp(join(directory, '.restoring-'));
  await mkdir(dirname(directory), { recursive: true });
  return mkdtemp(`${directory}.restoring-`);
}

/** Renames a data directory. @returns its new path */
export async function moveAside(directory: string, now: number): Promise<string> {
  const when = new Date(now).toISOString().replace(/\..*$/, '').replaceAll(':', '-');
  let path = `${directory}.before-${when}`;
  for (let count = 2; existsSync(path); count++) path = `${directory}.before-${when}-${count}`;
  await rename(directory, path);
  return path;
}

async function namesIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return undefined;
    throw new StartError('data-unwritable', `Cannot restore into ${directory}: ${error.message}.`, {
      cause: error,
    });
  }
}
