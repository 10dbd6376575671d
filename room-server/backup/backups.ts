import { createHash } from 'node:crypto';
import { type Outlet, Refused } from '@open-rooms/protocol';
import { isSystemError, sqliteTroubleOf } from '@open-rooms/protocol/node';
import { StartError } from '../running-server.ts';
import { openRoomBackup, type RoomBackupParts } from './room-backup.ts';
import { clearSnapshots } from './snapshot.ts';

export interface BackupsParts extends RoomBackupParts {
  /** Told of each backup, for the audit log: one line in English. */
  readonly told: (message: string) => void;
}

/** Backups of a room while it runs. Disposing it waits for those that are being made to be put away. */
export class Backups implements AsyncDisposable {
  readonly #parts: BackupsParts;
  readonly #sending = new Set<Promise<void>>();

  private constructor(parts: BackupsParts) {
    this.#parts = parts;
  }

  /** Removes what backups of a process left that was killed. */
  static async open(parts: BackupsParts): Promise<Backups> {
    await clearSnapshots(parts.files.databaseFile);
    return new Backups(parts);
  }

  /** Sends a backup, made now, as fast as its reader reads. */
  readonly send = async (outlet: Outlet<Uint8Array>): Promise<void> => {
    const sending = this.#send(outlet);
    const settled = sending.then(
      () => undefined,
      () => undefined,
    );
    this.#sending.add(settled);
    void settled.then(() => this.#sending.delete(settled));
    await sending;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sending);
  }

  async #send(outlet: Outlet<Uint8Array>): Promise<void> {
    await using backup = await openRoomBackup(this.#parts).catch(refused);
    const reading = new Reading(outlet);
    const hash = createHash('sha256');
    let sent = 0;
    for await (const chunk of backup.bytes()) {
      if (reading.isOver) break;
      outlet.push(chunk);
      hash.update(chunk);
      sent += chunk.length;
      await reading.caughtUp();
    }
    if (reading.isOver) this.#parts.told(`a backup was begun and left off after ${sent} bytes`);
    else {
      this.#parts.told(`a backup of ${sent} bytes, SHA-256 ${hash.digest('hex')}`);
      outlet.end();
    }
  }
}

/** Whoever reads a source: they may be slow, or go. */
class Reading {
  isOver = false;
  readonly #outlet: Outlet<Uint8Array>;
  #wake: () => void = () => undefined;

  constructor(outlet: Outlet<Uint8Array>) {
    this.#outlet = outlet;
    outlet.whenEnded(() => {
      this.isOver = true;
      this.#wake();
    });
  }

  /** Resolves once all was read, or they have gone. */
  async caughtUp(): Promise<void> {
    if (!this.#outlet.isBehind || this.isOver) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#outlet.whenCaughtUp(resolve);
    });
  }
}

/** What the admin can mend is no fault of the program. */
function refused(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  if (error instanceof StartError) throw new Refused('unavailable', error.message);
  if (sqliteTroubleOf(error) === undefined && !isSystemError(error)) throw error;
  throw new Refused(
    'unavailable',
    `Cannot make a backup: ${error.message}. See whether the disk of the data directory is full or gone.`,
  );
}
