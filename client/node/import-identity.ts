import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CryptoBackend } from '@open-rooms/protocol';
import { isSystemError, writeFileDurably } from '@open-rooms/protocol/node';
import { exportIdentity, type Identity, importIdentity } from '../identity/identity.ts';
import { takeOpeningLock } from './opening-lock.ts';
import { makeDirectory, openSecret, SECRET_FILE } from './profile.ts';
import { ProfileError, unwritable } from './profile-error.ts';

const SECRET_MODE = 0o600;

/**
 * Makes a profile of an identity that another device has exported. A profile that has this key already is left as
 * it is; one that has another is never overwritten: that key may be nowhere else.
 *
 * @param text what `exportIdentity`, or another SSB app, wrote.
 * @throws {UnreadableText} where it holds no key.
 * @throws {ProfileError} `profile-other-key` where the directory has another key.
 */
export async function importIdentityInto(
  directory: string,
  text: string,
  crypto: CryptoBackend,
): Promise<Identity> {
  const identity = importIdentity(text, crypto);
  const path = resolve(directory);
  await makeDirectory(path);
  using _opening = await takeOpeningLock(path);
  const secret = join(path, SECRET_FILE);
  if (!(await exists(secret))) await write(secret, identity);
  const { key } = await openSecret(secret, crypto);
  if (key.id === identity.id) return key;
  throw new ProfileError(
    'profile-other-key',
    `Cannot import ${identity.id} into ${path}: that profile has another key, ${key.id}. Name a new profile, or ` +
      `move ${secret} to a safe place first.`,
  );
}

async function write(secret: string, identity: Identity): Promise<void> {
  try {
    await writeFileDurably(secret, exportIdentity(identity), SECRET_MODE);
  } catch (error) {
    if (isSystemError(error)) throw unwritable(`the key ${secret}`, error);
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return false;
    throw error;
  }
}
