import { readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { ALIAS_MAX_CHARS, isAliasLabel } from '@open-rooms/protocol';
import { isSystemError } from '@open-rooms/protocol/node';
import { ProfileError, unwritable } from './profile-error.ts';

/** The profile of who names none. */
export const DEFAULT_PROFILE = 'me';

/** What tells where a person's files are, as `process` and `node:os` have it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The person's home directory. */
  readonly homeDirectory: string;
}

/** Windows keeps these for devices, with any ending: no folder can be called so, and profiles move between systems. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** The folder of all profiles: `$OPEN_ROOMS_HOME`, or where the system keeps what programs keep. */
export function profilesHome({ env, platform, homeDirectory }: Surroundings): string {
  const given = env['OPEN_ROOMS_HOME'];
  if (given) return resolve(given);
  const xdg = env['XDG_DATA_HOME'];
  // The base directory specification: a relative path is invalid and passed over.
  if (xdg && isAbsolute(xdg)) return join(xdg, 'open-rooms');
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'Open Rooms');
  if (platform !== 'win32') return join(homeDirectory, '.local', 'share', 'open-rooms');
  return join(env['APPDATA'] || join(homeDirectory, 'AppData', 'Roaming'), 'Open Rooms');
}

/** The folder of one profile. Throws `ProfileError` (`profile-name`) where no folder may be called so. */
export function profileDirectory(home: string, name: string): string {
  if (isAliasLabel(name) && !DEVICE.test(name)) return join(home, name);
  const rule = DEVICE.test(name)
    ? 'Windows keeps that name for a device; choose another'
    : `a name is a small letter, then small letters, digits and inner "-", ${ALIAS_MAX_CHARS} at most, as in work-2`;
  throw new ProfileError(
    'profile-name',
    `Cannot use a profile called ${JSON.stringify(name.slice(0, 64))}: ${rule}.`,
  );
}

/** The names of the profiles that are there, in order. */
export async function profileNames(home: string): Promise<string[]> {
  try {
    const entries = await readdir(home, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && isAliasLabel(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return [];
    throw unwritable(`the folder of profiles ${home}`, error);
  }
}
