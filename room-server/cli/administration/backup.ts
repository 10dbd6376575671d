import { resolve } from 'node:path';
import { sodium } from '@open-rooms/protocol/node';
import { type CheckedBackup, checkBackup } from '../../backup/check-backup.ts';
import { restoreBackup } from '../../backup/restore.ts';
import { openStoredBackup } from '../../backup/stored-backup.ts';
import type { Config } from '../../config/config.ts';
import { VERSION } from '../../config/version.ts';
import { StartError } from '../../running-server.ts';
import type { ConnectControl } from '../control-client.ts';
import { EXIT } from '../failure.ts';
import { NewFile } from '../new-file.ts';
import { stopping } from '../peer/stopping.ts';
import { SIGNAL_EXIT } from '../start.ts';
import type { Terminal } from '../terminal.ts';
import { print } from './ask.ts';
import { ifRunning } from './running.ts';
import { localMinute } from './times.ts';

export interface BackupWish {
  readonly file: string;
  /** Whether what is there already is replaced, or moved aside. */
  readonly force: boolean;
}

/**
 * Saves the whole room in one file: by its server where that runs, else out of its data directory. Answers the exit code.
 * @throws StartError `file-exists`, `file-unusable` and others; no file is left then
 */
export async function backup(
  { file, force }: BackupWish,
  config: Config,
  terminal: Terminal,
  connect: ConnectControl,
): Promise<number> {
  const path = resolve(file);
  using stop = stopping(terminal);
  using draft = NewFile.open(path, force);
  await using source = await openSource(config, connect);
  for await (const bytes of source.bytes()) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    draft.write(bytes);
  }
  draft.sync();
  await using saved = await readBack(draft.draft);
  const { header, size, sha256 } = saved;
  await draft.keep();
  print(config, terminal, {
    json: { file: path, room: header.room, at: header.at, bytes: size, sha256 },
    lines: () => [
      `Saved the room ${header.room} to ${path} (${sizeText(size)}).`,
      'Whoever has this file can be the room: keep it where nobody else reads it.',
    ],
  });
  return EXIT.done;
}

/**
 * Makes a data directory out of a backup. Answers the exit code.
 * @throws StartError with why not; nothing is changed then
 */
export async function restore(
  { file, force }: BackupWish,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const directory = resolve(config.data);
  const { header, movedTo } = await restoreBackup({ file, directory, force, crypto: sodium, now: Date.now });
  print(config, terminal, {
    json: { room: header.room, at: header.at, version: header.version, data: directory, movedTo },
    lines: () => [
      `The room ${header.room}, as it was on ${localMinute(header.at)}, is in ${directory}.`,
      ...(movedTo === null ? [] : [`What was there before is in ${movedTo}.`]),
      'Where the old one still runs, stop it first: two servers with one key are one room in two places.',
      `Start it: open-rooms start --data ${directory}`,
    ],
  });
  return EXIT.done;
}

/** Where the bytes of a backup come from. */
interface Source extends AsyncDisposable {
  bytes(): AsyncIterable<Uint8Array>;
}

async function openSource({ data }: Config, connect: ConnectControl): Promise<Source> {
  const control = await ifRunning(data, connect);
  if (control === undefined)
    return openStoredBackup(data, { crypto: sodium, version: VERSION, now: Date.now });
  return { bytes: () => control.backup(), [Symbol.asyncDispose]: () => control.close() };
}

/** What stands on the disk is what counts. */
async function readBack(draft: string): Promise<CheckedBackup> {
  try {
    return await checkBackup(draft);
  } catch (cause) {
    throw new StartError('unavailable', 'The backup did not arrive whole, and was not kept. Try again.', {
      cause,
    });
  }
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
