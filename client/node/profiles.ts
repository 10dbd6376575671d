import { join } from 'node:path';
import { lockOrExplain } from './opening-lock.ts';
import { makeDirectory, openProfile, type Profile, type ProfileOptions } from './profile.ts';
import { ProfileError } from './profile-error.ts';
import { DEFAULT_PROFILE, profileDirectory, profileNames } from './profile-names.ts';

export interface NamedProfileOptions extends ProfileOptions {
  /** The folder of all profiles: `profilesHome`. */
  readonly home: string;
  readonly name?: string | undefined;
}

export interface NamedProfile extends Profile {
  readonly name: string;
}

/** Programs of one person at once on one machine that name no profile. */
const MAX_UNNAMED = 32;

/**
 * Opens a profile for a program that stays, and for no other such program: two would be one person twice in a room.
 * Where none is named, it is the first of `me`, `me-2`, `me-3`… that nobody holds, so that three terminals are three
 * people. Disposing gives it free, and so does the end of the process.
 *
 * @throws {ProfileError} `profile-in-use` where another program has it.
 */
export async function claimProfile({ home, name, crypto }: NamedProfileOptions): Promise<NamedProfile> {
  const names = name === undefined ? unnamed() : [name];
  for (const candidate of names) {
    const directory = profileDirectory(home, candidate);
    await makeDirectory(directory);
    const lock = lockOrExplain(join(directory, 'lock'));
    if (lock === undefined) continue;
    using held = new DisposableStack();
    held.use(lock);
    const profile = await openProfile(directory, { crypto });
    const keep = held.move();
    return {
      ...profile,
      name: candidate,
      async [Symbol.asyncDispose]() {
        await profile[Symbol.asyncDispose]();
        keep.dispose();
      },
    };
  }
  throw new ProfileError(
    'profile-in-use',
    name === undefined
      ? `Cannot find a free profile: ${MAX_UNNAMED} programs use those in ${home}. End some, or name a new profile.`
      : `The profile "${name}" in ${home} is in use by another program. End that one, or name another profile.`,
  );
}

/**
 * Opens a profile for a command that is soon done, whoever holds it. `me` is made where it is missing; another that
 * is missing is a slip of the pen, and would be a new person.
 *
 * @throws {ProfileError} `profile-not-found`, with the names that are there.
 */
export async function readProfile({
  home,
  name = DEFAULT_PROFILE,
  crypto,
}: NamedProfileOptions): Promise<NamedProfile> {
  const directory = profileDirectory(home, name);
  if (name !== DEFAULT_PROFILE) {
    const names = await profileNames(home);
    if (!names.includes(name)) {
      throw new ProfileError(
        'profile-not-found',
        `There is no profile "${name}" in ${home}; there ${names.length === 0 ? 'is none' : `is ${names.join(', ')}`}. ` +
          'Joining a room with it makes it.',
      );
    }
  }
  return { ...(await openProfile(directory, { crypto })), name };
}

function unnamed(): string[] {
  return Array.from({ length: MAX_UNNAMED }, (_, index) =>
    index === 0 ? DEFAULT_PROFILE : `${DEFAULT_PROFILE}-${index + 1}`,
  );
}
