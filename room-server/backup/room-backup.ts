import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { type CryptoBackend, type FeedId, parseSecret } from '@open-rooms/protocol';
import { StartError } from '../running-server.ts';
import { type BackupHeader, writeHeader } from './header.ts';
import { takeSnapshot } from './snapshot.ts';

/** Bytes that are read and sent at once. */
const CHUNK_BYTES = 64 * 1024;

/** Of which files a backup is made. */
export interface RoomFiles {
  readonly databaseFile: string;
  readonly secretFile: string;
}

export interface RoomBackupParts {
  readonly files: RoomFiles;
  readonly crypto: CryptoBackend;
  /** Of this program. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whose room it has to be; without it, whosever key there is. */
  readonly room?: FeedId;
}

/** A backup that is ready to be read. Disposing it removes what it is made of. */
export interface RoomBackup extends AsyncDisposable {
  readonly header: BackupHeader;
  /** All its bytes; may be read once. */
  bytes(): AsyncGenerator<Uint8Array, void>;
}

/**
 * Makes a backup of a room, which may run: its key, and its database as it is now.
 * @throws StartError `data-damaged` (rejected) where the key file holds no key, or another room's
 */
export async function openRoomBackup(parts: RoomBackupParts): Promise<RoomBackup> {
  await using opened = new AsyncDisposableStack();
  const secret = await readFile(parts.files.secretFile);
  const room = roomOf(secret, parts);
  const at = parts.now();
  const { file, changes } = opened.use(await takeSnapshot(parts.files.databaseFile));
  const handle = await open(file, 'r');
  opened.defer(() => handle.close());
  // Its name goes at once where the system allows that: nothing is left then if this process is killed.
  await rm(file, { force: true }).catch(() => undefined);
  const { size } = await handle.stat();
  const header = { room, at, version: parts.version, changes, secret: secret.length, database: size };
  const all = opened.move();
  return {
    header,
    bytes: async function* () {
      const hash = createHash('sha256');
      const database = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES, autoClose: false });
      for (const part of [writeHeader(header), secret]) {
        hash.update(part);
        yield part;
      }
      for await (const chunk of database) {
        hash.update(chunk);
        yield chunk;
      }
      yield hash.digest();
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function roomOf(secret: Buffer, { files, crypto, room }: RoomBackupParts): FeedId {
  const key = parseSecret(secret.toString('utf8'), crypto);
  if (typeof key !== 'string' && (room === undefined || key.id === room)) return key.id;
  const why = typeof key === 'string' ? key : 'it is the key of another room than the one that runs';
  throw new StartError('data-damaged', `Cannot make a backup with the key ${files.secretFile}: ${why}.`);
}
