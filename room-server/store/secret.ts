import { chmod, readFile, stat } from 'node:fs/promises';
import { type CryptoBackend, feedIdOf } from '@open-rooms/protocol';
import { DataDirectoryError } from './data-directory-error.ts';
import { writeFileDurably } from './durable-file.ts';
import { formatSecret, parseSecret, type RoomKey } from './secret-format.ts';
import { isSystemError } from './system-error.ts';

/** What {@link openSecret} found or made. */
export interface OpenedSecret {
  readonly key: RoomKey;
  /** Sentences that the admin should read. */
  readonly warnings: readonly string[];
}

const SEED_BYTES = 32;

const SECRET_MODE = 0o600;

/** Permission bits of everyone but the owner. */
const OTHERS = 0o077;

/**
 * Reads the room's key, or makes one where there is no file. A file that is there is never written to: a key that
 * is lost is a room that is lost, and one with a typing error can still be mended by hand.
 *
 * One that other accounts may read is closed to them, with a warning: a room moved in from elsewhere starts, and
 * the admin knows that the key may have been seen.
 *
 * @param path the file, in a data directory that this process holds.
 * @throws {DataDirectoryError} `data-damaged` where it holds no key, `data-unwritable` where it cannot be read or
 * made. Neither sentence quotes what is in it.
 */
export async function openSecret(path: string, crypto: CryptoBackend): Promise<OpenedSecret> {
  try {
    const text = await readIfThere(path);
    if (text === undefined) return { key: await create(path, crypto), warnings: [] };
    return { key: parseOrRefuse(text, path, crypto), warnings: await closeToOthers(path) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new DataDirectoryError(
      'data-unwritable',
      `Cannot read or write the room's key ${path}: ${error.message}. Make sure that this account may and that ` +
        'the disk is not full.',
      { cause: error },
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Read back, so that no room runs on a key that its next start does not find. */
async function create(path: string, crypto: CryptoBackend): Promise<RoomKey> {
  const made = crypto.signKeyPair(crypto.randomBytes(SEED_BYTES));
  await writeFileDurably(path, formatSecret({ id: feedIdOf(made.publicKey), ...made }), SECRET_MODE);
  return parseOrRefuse(await readFile(path, 'utf8'), path, crypto);
}

function parseOrRefuse(text: string, path: string, crypto: CryptoBackend): RoomKey {
  const parsed = parseSecret(text, crypto);
  if (typeof parsed !== 'string') return parsed;
  throw new DataDirectoryError(
    'data-damaged',
    `The room's key ${path} is damaged: ${parsed}. Restore it from a backup. Only if there is none, move it away: ` +
      'the room then gets a new key and a new address, and whoever knew the old one has to be invited again.',
  );
}

async function closeToOthers(path: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & OTHERS) === 0) return [];
  const was = `The room's key ${path} could be read by other accounts of this machine (mode ${octal(mode)})`;
  const failure = await restrict(path);
  if (failure === undefined) return [`${was}; it is closed to them now (mode ${octal(SECRET_MODE)}).`];
  return [`${was}, and that cannot be changed (${failure}). Keep it where only this account can read.`];
}

/** Why the mode could not be changed, or `undefined` where it was. */
async function restrict(path: string): Promise<string | undefined> {
  try {
    await chmod(path, SECRET_MODE);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
  const { mode } = await stat(path);
  return (mode & OTHERS) === 0 ? undefined : 'the file system does not keep permissions';
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
