import { type FeedId, isFeedId } from '@open-rooms/protocol';
import * as v from 'valibot';
import { StartError } from '../running-server.ts';

/** How every backup begins; behind it stands the number of its format, and an end of line. */
const MAGIC = 'open-rooms-backup/';
const FORMAT = 1;

/** Longest beginning of a backup, in bytes: what is read before anything of it is known. Ours have 250. */
export const BACKUP_HEADER_MAX_BYTES = 4096;

/** Bytes of the SHA-256 of all that stands before it, with which a backup ends. */
export const DIGEST_BYTES = 32;

/** Longest key file that a backup holds, in bytes: it is read at once. Ours have 700. */
const BACKUP_SECRET_MAX_BYTES = 64 * 1024;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const headerSchema = v.strictObject({
  room: v.custom<FeedId>(isFeedId),
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  version: v.string(),
  changes: v.string(),
  secret: v.pipe(size, v.maxValue(BACKUP_SECRET_MAX_BYTES)),
  database: size,
});

/** What a backup says of itself (spec/command-line-rooms.md). */
export interface BackupHeader {
  /** Whose it is. */
  readonly room: FeedId;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** Of the program that made it. */
  readonly version: string;
  /** The last change of the tables that its database has. */
  readonly changes: string;
  /** Bytes of the room's key file, which comes first. */
  readonly secret: number;
  /** Bytes of the database, which comes behind it. */
  readonly database: number;
}

/** The beginning of a backup: two lines. */
export function writeHeader(header: BackupHeader): Uint8Array {
  return Buffer.from(`${MAGIC}${FORMAT}\n${JSON.stringify(header)}\n`);
}

/**
 * Reads the beginning of a backup.
 * @param bytes as many of its first bytes as {@link BACKUP_HEADER_MAX_BYTES}, or all
 * @param file how sentences call it
 * @returns what it says of itself, and how many bytes that took
 * @throws StartError `backup-damaged`, or `backup-newer` for a later format
 */
export function readHeader(bytes: Uint8Array, file: string): { header: BackupHeader; length: number } {
  const text = Buffer.from(bytes).toString('utf8');
  const [first = '', second, end] = text.split('\n', 3);
  if (!first.startsWith(MAGIC))
    throw new StartError('backup-damaged', `Cannot restore ${file}: it is no backup of Open Rooms.`);
  const format = first.slice(MAGIC.length);
  if (/^[1-9]\d*$/.test(format) && Number(format) > FORMAT)
    throw new StartError(
      'backup-newer',
      `Cannot restore ${file}: a newer version of Open Rooms made it. Restore it with that version or a later one.`,
    );
  const header = second === undefined || end === undefined ? undefined : parsed(second);
  if (format !== String(FORMAT) || header === undefined) throw damaged(file);
  return { header, length: Buffer.byteLength(`${first}\n${second}\n`) };
}

/** What is said of a backup that is not as it was made. */
export function damaged(file: string): StartError {
  return new StartError(
    'backup-damaged',
    `Cannot restore ${file}: it is damaged or cut off, and nothing of it was used. Take another copy of it, or another backup.`,
  );
}

function parsed(line: string): BackupHeader | undefined {
  try {
    return v.parse(headerSchema, JSON.parse(line));
  } catch {
    return undefined;
  }
}
