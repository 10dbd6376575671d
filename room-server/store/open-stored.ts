import type { CryptoBackend, NamedKeyPair } from '@open-rooms/protocol';
import { StartError } from '../running-server.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { DataDirectoryError } from './data-directory-error.ts';
import type { Store } from './port.ts';
import { openSecret } from './secret.ts';
import { openSqliteStore } from './sqlite/open.ts';

/** What a room keeps, opened for this process alone. Disposing gives the data directory free. */
export interface Stored extends AsyncDisposable {
  /** Where it is kept. */
  readonly files: Pick<DataDirectory, 'databaseFile' | 'secretFile'>;
  readonly key: NamedKeyPair;
  readonly store: Store;
  /** Sentences that the admin should read. */
  readonly warnings: readonly string[];
}

/** Opens a data directory with its key and database. Throws `StartError` with what an admin can mend. */
export async function openStored(path: string, crypto: CryptoBackend): Promise<Stored> {
  return asStartError(async () => {
    await using opened = new AsyncDisposableStack();
    const directory = opened.use(await openDataDirectory(path));
    const { key, warnings } = await openSecret(directory.secretFile, crypto);
    const store = opened.use(await openSqliteStore(directory.databaseFile));
    const all = opened.move();
    return {
      files: directory,
      key,
      store,
      warnings: [...directory.warnings, ...warnings],
      [Symbol.asyncDispose]: () => all.disposeAsync(),
    };
  });
}

/** Does something to a data directory. Throws `StartError` with what an admin can mend. */
export async function asStartError<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    throw new StartError(START_CODES[error.code], error.message, { cause: error });
  }
}

const START_CODES = {
  'data-in-use': 'data-in-use',
  'data-unwritable': 'data-unwritable',
  'data-damaged': 'data-damaged',
  'data-newer': 'data-damaged',
} as const;
