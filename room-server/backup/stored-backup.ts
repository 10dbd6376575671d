import { existsSync } from 'node:fs';
import { StartError } from '../running-server.ts';
import { openDataDirectory } from '../store/data-directory.ts';
import { asStartError } from '../store/open-stored.ts';
import { openRoomBackup, type RoomBackup, type RoomBackupParts } from './room-backup.ts';
import { clearSnapshots } from './snapshot.ts';

/**
 * Makes a backup of a room that does not run, as it is: of an older version's database it is one, too.
 * @param path its data directory
 * @throws StartError (rejected) `data-in-use` where it runs, `bad-usage` where there is no room
 */
export async function openStoredBackup(
  path: string,
  parts: Omit<RoomBackupParts, 'files' | 'room'>,
): Promise<RoomBackup> {
  await using opened = new AsyncDisposableStack();
  // Opening makes what is missing: a mistyped path is no new room.
  if (!existsSync(path)) throw noRoom(path);
  const files = opened.use(await asStartError(() => openDataDirectory(path)));
  if (!existsSync(files.databaseFile) || !existsSync(files.secretFile)) throw noRoom(path);
  await clearSnapshots(files.databaseFile);
  const backup = opened.use(await openRoomBackup({ ...parts, files }));
  const all = opened.move();
  return {
    header: backup.header,
    bytes: () => backup.bytes(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function noRoom(path: string): StartError {
  return new StartError(
    'bad-usage',
    `There is no room in ${path}: say with --data where the room is that is to be backed up.`,
  );
}
