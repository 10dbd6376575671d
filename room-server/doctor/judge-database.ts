import { type Finding, failed, fine, notJudged, warning } from './finding.ts';
import type { Access } from './judge-data.ts';
import { octal, size } from './words.ts';

const OTHERS = 0o077;

/** SQLite empties its log at 4 MB: one that is larger is held by somebody. */
const LOG_LARGE = 64 * 1024 * 1024;

export interface DatabaseFacts {
  readonly path: string;
  readonly state: 'read' | 'missing' | 'damaged' | 'unreadable';
  /** What is wrong with it, as a clause. */
  readonly why?: string;
  readonly bytes: number;
  readonly logBytes: number;
  /** The changes of tables that it has, by name. */
  readonly ran: readonly string[];
  readonly access?: Access;
}

/** Whether the database is whole, of this version, and nobody else's to read. */
export function judgeDatabase(facts: DatabaseFacts, known: readonly string[], isRunning: boolean): Finding {
  const { path, state, why = '', bytes, logBytes, ran, access } = facts;
  const named = `The database ${path}`;
  if (state === 'missing')
    return isRunning
      ? failed(
          'database',
          'database-missing',
          `${named} is gone from under the running room: stop it, and restore a backup.`,
        )
      : notJudged('database', 'There is no database yet: the first start makes it.');
  if (state === 'unreadable')
    return failed(
      'database',
      'database-unreadable',
      `${named} cannot be read: ${why}. Run this command as the account that runs the room.`,
    );
  if (state === 'damaged')
    return failed(
      'database',
      'database-damaged',
      `${named} is damaged (${why}). Stop the room, look whether the disk has faults, and restore a backup with "open-rooms restore".`,
    );
  const versions = judgeTables(named, ran, known, isRunning);
  if (versions !== undefined) return versions;
  const mode = access?.mode;
  if (mode !== undefined && (mode & OTHERS) !== 0)
    return warning(
      'database',
      'database-open',
      `${named} can be read by other accounts of this machine (mode ${octal(mode)}): members, invites and the audit log are in it. Close it: chmod 600 "${path}"`,
    );
  if (logBytes > LOG_LARGE)
    return warning(
      'database',
      'log-large',
      `The log of the database, ${path}-wal, has grown to ${size(logBytes)}: another program holds the database open, a shell of sqlite3 perhaps. End it, or restart the room.`,
    );
  return fine(
    'database',
    `The database is whole (${size(bytes)}, ${size(logBytes)} of log), with the tables of this version.`,
  );
}

function judgeTables(
  named: string,
  ran: readonly string[],
  known: readonly string[],
  isRunning: boolean,
): Finding | undefined {
  const newer = ran.find((name) => !known.includes(name));
  if (newer !== undefined)
    return failed(
      'database',
      'database-newer',
      `${named} was written by a newer version of Open Rooms (it holds the change "${newer}"), so this version does not start on it. Start that version or a later one, or restore a backup from before it.`,
    );
  const missing = known.filter((name) => !ran.includes(name));
  if (missing.length === 0) return undefined;
  const mend = isRunning
    ? 'Restart the room to run on this version.'
    : 'The next start brings it up to date, and no older version starts on it then: make a copy of the data directory before.';
  return warning(
    'database',
    'database-older',
    `${named} is of an older version of Open Rooms (it lacks the change "${missing[0]}"). ${mend}`,
  );
}
