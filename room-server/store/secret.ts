import type { CryptoBackend } from '@open-rooms/protocol';
import { KeyFileError, type OpenedKeyFile, openKeyFile } from '@open-rooms/protocol/node';
import { DataDirectoryError } from './data-directory-error.ts';

const ROOM_KEY = {
  whose: "the room's key",
  ifLost:
    'the room then gets a new key and a new address, and whoever knew the old one has to be invited again',
  comments: {
    above: [
      'The secret key of this room. Whoever has it is the room: never show it to anyone.',
      'Keep a copy in a safe place, and never run two rooms with it at once.',
    ],
    idIs: 'The public name of the room',
  },
};

const CODES = { damaged: 'data-damaged', unwritable: 'data-unwritable' } as const;

/**
 * Reads the room's key, or makes one where there is no file.
 *
 * @param path the file, in a data directory that this process holds.
 * @throws {DataDirectoryError} `data-damaged` where it holds no key, `data-unwritable` where it cannot be read or
 * made. Neither sentence quotes what is in it.
 */
export async function openSecret(path: string, crypto: CryptoBackend): Promise<OpenedKeyFile> {
  try {
    return await openKeyFile(path, { crypto, ...ROOM_KEY });
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw new DataDirectoryError(CODES[error.code], error.message, { cause: error });
  }
}
