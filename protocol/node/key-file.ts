import { chmod, readFile, stat } from 'node:fs/promises';
import type { CryptoBackend } from '../crypto/backend.ts';
import { generateKeyPair } from '../crypto/key-pair.ts';
import { feedIdOf } from '../identity/feed-id.ts';
import {
  formatSecret,
  type NamedKeyPair,
  parseSecret,
  type SecretComments,
} from '../identity/secret-text.ts';
import { writeFileDurably } from './durable-file.ts';
import { readIfThere } from './read-if-there.ts';
import { isSystemError } from './system-error.ts';

export interface KeyFileOptions {
  readonly crypto: CryptoBackend;
  /** How sentences call the key: "the room's key". */
  readonly whose: string;
  /** What it means to go on without it, after "move it away:". A clause without a full stop. */
  readonly ifLost: string;
  /** Written into a file that is made. */
  readonly comments: SecretComments;
}

/** What {@link openKeyFile} found or made. */
export interface OpenedKeyFile {
  readonly key: NamedKeyPair;
  /** Sentences that the owner of the key should read. */
  readonly warnings: readonly string[];
}

/** What a person can mend about a key file. The sentence names the path and the way out, and quotes nothing of it. */
export class KeyFileError extends Error {
  /** `damaged`: it holds no key. `unwritable`: it cannot be read or made. */
  readonly code: 'damaged' | 'unwritable';

  constructor(code: KeyFileError['code'], sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'KeyFileError';
    this.code = code;
  }
}

const SECRET_MODE = 0o600;

/** Permission bits of everyone but the owner. */
const OTHERS = 0o077;

/**
 * Reads a key, or makes one where there is no file. A file that is there is never written to: a key that is lost is
 * a room or a person that is lost, and one with a typing error can still be mended by hand.
 *
 * One that other accounts may read is closed to them, with a warning: a key moved in from elsewhere is used, and its
 * owner knows that it may have been seen.
 *
 * @param path the file, in a directory that this process holds.
 * @throws {KeyFileError} Neither sentence quotes what is in it.
 */
export async function openKeyFile(path: string, options: KeyFileOptions): Promise<OpenedKeyFile> {
  try {
    const text = await readIfThere(path);
    if (text === undefined) return { key: await create(path, options), warnings: [] };
    return { key: parseOrRefuse(text, path, options), warnings: await closeToOthers(path, options.whose) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new KeyFileError(
      'unwritable',
      `Cannot read or write ${options.whose} ${path}: ${error.message}. Make sure that this account may and that ` +
        'the disk is not full.',
      { cause: error },
    );
  }
}

/** Read back, so that nobody runs on a key that the next start does not find. */
async function create(path: string, options: KeyFileOptions): Promise<NamedKeyPair> {
  const made = generateKeyPair(options.crypto);
  const text = formatSecret({ id: feedIdOf(made.publicKey), ...made }, options.comments);
  await writeFileDurably(path, text, SECRET_MODE);
  return parseOrRefuse(await readFile(path, 'utf8'), path, options);
}

function parseOrRefuse(text: string, path: string, { crypto, whose, ifLost }: KeyFileOptions): NamedKeyPair {
  const parsed = parseSecret(text, crypto);
  if (typeof parsed !== 'string') return parsed;
  throw new KeyFileError(
    'damaged',
    `${capital(whose)} ${path} is damaged: ${parsed}. Restore it from a backup. Only if there is none, move it ` +
      `away: ${ifLost}.`,
  );
}

async function closeToOthers(path: string, whose: string): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(path);
  if ((mode & OTHERS) === 0) return [];
  const was = `${capital(whose)} ${path} could be read by other accounts of this machine (mode ${octal(mode)})`;
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

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
