import { join, resolve } from 'node:path';
import type { CryptoBackend } from '@open-rooms/protocol';
import {
  isSystemError,
  makePrivateDirectory,
  type OpenedKeyFile,
  openKeyFile,
} from '@open-rooms/protocol/node';
import type { MessageStore } from '../chat/message-store.ts';
import type { ContactStore } from '../contacts/contact.ts';
import type { KnownRoomStore } from '../contacts/known-room.ts';
import { IDENTITY_COMMENTS, type Identity } from '../identity/identity.ts';
import { takeOpeningLock } from './opening-lock.ts';
import { openProfileDatabase } from './profile-database.ts';
import { keyError, unwritable } from './profile-error.ts';

/** What a person's programs keep on this machine: their key, contacts and rooms. Several programs may share it. */
export interface Profile extends AsyncDisposable {
  /** Absolute. */
  readonly directory: string;
  readonly keys: Identity;
  readonly contacts: ContactStore;
  readonly rooms: KnownRoomStore;
  readonly messages: MessageStore;
  /** Sentences that the person should read. */
  readonly warnings: readonly string[];
}

export interface ProfileOptions {
  readonly crypto: CryptoBackend;
}

/** The file that holds the key, in a profile's directory. */
export const SECRET_FILE = 'secret';

/**
 * Opens a profile's directory, and makes it, with a new key, where there is none.
 *
 * @param directory absolute, or relative to the working directory.
 * @throws {ProfileError}
 */
export async function openProfile(directory: string, { crypto }: ProfileOptions): Promise<Profile> {
  const path = resolve(directory);
  const warnings = await makeDirectory(path);
  using _opening = await takeOpeningLock(path);
  const secret = await openSecret(join(path, SECRET_FILE), crypto);
  const database = openProfileDatabase(join(path, 'contacts.db'));
  return {
    directory: path,
    keys: secret.key,
    contacts: database.contacts,
    rooms: database.rooms,
    messages: database.messages,
    warnings: [...warnings, ...secret.warnings],
    async [Symbol.asyncDispose]() {
      database[Symbol.dispose]();
    },
  };
}

/** Makes the directory where there is none; answers what the person should know about it. */
export async function makeDirectory(path: string): Promise<string[]> {
  try {
    const { writableByAll } = await makePrivateDirectory(path);
    if (!writableByAll) return [];
    return [
      `Every account of this machine may write to ${path}, and so replace your key. ` +
        `To close it: chmod o-w "${path}"`,
    ];
  } catch (error) {
    if (isSystemError(error)) throw unwritable(`the directory ${path}`, error);
    throw error;
  }
}

/** Opens the key file of a directory whose opening lock is held. */
export async function openSecret(path: string, crypto: CryptoBackend): Promise<OpenedKeyFile> {
  try {
    return await openKeyFile(path, {
      crypto,
      whose: 'your key',
      ifLost: 'you then get a new key, and are a stranger to everybody who knew the old one',
      comments: IDENTITY_COMMENTS,
    });
  } catch (error) {
    throw keyError(error);
  }
}
