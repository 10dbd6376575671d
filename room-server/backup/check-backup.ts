import { createHash, timingSafeEqual } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { isSystemError } from '@open-rooms/protocol/node';
import { StartError } from '../running-server.ts';
import { BACKUP_HEADER_MAX_BYTES, type BackupHeader, DIGEST_BYTES, damaged, readHeader } from './header.ts';

/** A backup that is whole. Disposing it closes the file. */
export interface CheckedBackup extends AsyncDisposable {
  readonly header: BackupHeader;
  /** Bytes of all of it. */
  readonly size: number;
  /** Hexadecimal SHA-256 of all of it. */
  readonly sha256: string;
  /** Where its key file and its database are in it. */
  readonly parts: { readonly secret: Part; readonly database: Part };
  readonly handle: FileHandle;
}

/** Bytes from `start` up to and without `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Opens a backup and reads all of it. Nothing is written.
 * @throws StartError (rejected) `backup-damaged` where one byte of it is not as it was made, `backup-newer`, `file-unusable`
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  await using opened = new AsyncDisposableStack();
  try {
    const handle = await open(file, 'r');
    opened.defer(() => handle.close());
    const checked = await check(handle, file);
    const all = opened.move();
    return { ...checked, handle, [Symbol.asyncDispose]: () => all.disposeAsync() };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new StartError('file-unusable', `Cannot read the backup ${file}: ${error.message}.`, {
      cause: error,
    });
  }
}

async function check(
  handle: FileHandle,
  file: string,
): Promise<Omit<CheckedBackup, 'handle' | typeof Symbol.asyncDispose>> {
  const { size } = await handle.stat();
  const beginning = Buffer.alloc(Math.min(size, BACKUP_HEADER_MAX_BYTES));
  await handle.read(beginning, 0, beginning.length, 0);
  const { header, length } = readHeader(beginning, file);
  const secret = { start: length, end: length + header.secret };
  const database = { start: secret.end, end: secret.end + header.database };
  if (size !== database.end + DIGEST_BYTES) throw damaged(file);
  const inside = createHash('sha256');
  const whole = createHash('sha256');
  for await (const chunk of read(handle, { start: 0, end: database.end })) {
    inside.update(chunk);
    whole.update(chunk);
  }
  const digest = Buffer.alloc(DIGEST_BYTES);
  await handle.read(digest, 0, DIGEST_BYTES, database.end);
  if (!timingSafeEqual(inside.digest(), digest)) throw damaged(file);
  whole.update(digest);
  return { header, size, sha256: whole.digest('hex'), parts: { secret, database } };
}

/** Reads a part of a file. */
export function read(handle: FileHandle, { start, end }: Part): AsyncIterable<Uint8Array> {
  // The last byte that is read, in the words of Node.
  return handle.createReadStream({ start, end: end - 1, autoClose: false });
}
