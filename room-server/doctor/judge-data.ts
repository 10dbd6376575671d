import { type Finding, failed, fine, notJudged, warning } from './finding.ts';
import { octal, size } from './words.ts';

/** Permission bits of everybody but the owner, and of those who may write among them. */
const OTHERS = 0o077;
const OTHERS_WRITE = 0o002;

/** Below it the next backup, or a night of a busy audit log, fills the disk. */
const DISK_SCARCE = 512 * 1024 * 1024;

/** Below it the database may not be able to write its log. */
const DISK_GONE = 64 * 1024 * 1024;

/** Who may do what with a file. */
export interface Access {
  /** Permission bits; `undefined` where the system has none. */
  readonly mode: number | undefined;
  readonly owner: number;
}

/** The account that runs this command. */
export interface Account {
  readonly id: number;
}

export interface FolderFacts {
  readonly path: string;
  readonly found: 'folder' | 'missing' | 'no-folder' | 'closed';
  readonly access?: Access;
  /** Whether this account may write in it, where that can be told. */
  readonly isWritable?: boolean;
}

/** Whether the data directory can be used. */
export function judgeFolder(
  { path, found, access, isWritable = true }: FolderFacts,
  account: Account,
): Finding {
  const named = `The data directory ${path}`;
  if (found === 'missing')
    return failed(
      'data',
      'no-data',
      `${named} does not exist: name the room's with --data, or start a room there with "open-rooms start --data ${path}".`,
    );
  if (found === 'no-folder')
    return failed('data', 'no-data', `${named} is no folder: name the room's with --data.`);
  const owner =
    access === undefined ? '' : ` It belongs to account ${access.owner}, and this is ${account.id}.`;
  if (found === 'closed')
    return failed(
      'data',
      'data-closed',
      `${named} cannot be read.${owner} Run this command as the account that runs the room.`,
    );
  if (!isWritable)
    return failed(
      'data',
      'data-closed',
      `${named} cannot be written to.${owner} Run this command as the account that runs the room; if it is that one: chown -R it to that account.`,
    );
  const mode = access?.mode;
  if (mode !== undefined && (mode & OTHERS_WRITE) !== 0)
    return failed(
      'data',
      'data-open',
      `${named} can be written to by every account of this machine (mode ${octal(mode)}), which so can replace the room's key. Close it: chmod o-w "${path}"`,
    );
  return fine('data', `${named} is there and can be written to.`);
}

export interface KeyFacts {
  readonly path: string;
  readonly state: 'good' | 'missing' | 'damaged' | 'unreadable';
  /** What is wrong with it, as a clause that quotes nothing of it. */
  readonly why?: string;
  readonly access?: Access;
  /** Whether a database lies beside it. */
  readonly hasDatabase: boolean;
}

/** Whether the room's key is there, whole, and nobody else's to read. */
export function judgeKey({ path, state, why = '', access, hasDatabase }: KeyFacts): Finding {
  if (state === 'missing' && !hasDatabase)
    return notJudged('key', 'There is no key yet: the first start makes it.');
  if (state === 'missing')
    return failed(
      'key',
      'key-missing',
      `The room's key ${path} is missing: restore it from a backup before the next start, which else makes a new one, and with it a room that nobody knows.`,
    );
  const mode = access?.mode;
  if (mode !== undefined && (mode & OTHERS) !== 0)
    return failed(
      'key',
      'key-open',
      `The room's key ${path} can be read by other accounts of this machine (mode ${octal(mode)}): whoever has it is the room. Close it: chmod 600 "${path}"`,
    );
  if (state === 'unreadable')
    return failed(
      'key',
      'data-closed',
      `The room's key ${path} cannot be read: ${why}. Run this command as the account that runs the room.`,
    );
  if (state === 'damaged')
    return failed(
      'key',
      'key-damaged',
      `The room's key ${path} is damaged: ${why}. Restore it from a backup.`,
    );
  return fine(
    'key',
    `The room's key is whole${mode === undefined ? '' : ', and only its account may read it'}.`,
  );
}

export interface DiskFacts {
  readonly path: string;
  /** Bytes that this account may still write. */
  readonly free: number;
  /** Files that may still be made; `undefined` where the file system does not count them. */
  readonly freeFiles: number | undefined;
}

/** Whether there is space left. */
export function judgeDisk({ path, free, freeFiles }: DiskFacts): Finding {
  const left = `${size(free)} are free on the disk of ${path}`;
  const mend = 'Make space: the room keeps nothing while the disk is full.';
  if (freeFiles === 0)
    return failed(
      'disk',
      'disk-full',
      `No file can be made any more on the disk of ${path} (no inode is free). ${mend}`,
    );
  if (free < DISK_GONE) return failed('disk', 'disk-full', `Only ${left}. ${mend}`);
  if (free < DISK_SCARCE)
    return warning('disk', 'disk-scarce', `Only ${left}. Make space before it is full.`);
  return fine('disk', `${left}.`);
}

/** How the file system of the data directory is mounted. */
export interface MountFacts {
  readonly point: string;
  readonly isReadOnly: boolean;
  readonly isNoExec: boolean;
}

/** Whether the file system lets a room write. */
export function judgeMount(mount: MountFacts | undefined): Finding {
  if (mount === undefined) return notJudged('mount', 'How the disk is mounted, this system does not tell.');
  const { point, isReadOnly, isNoExec } = mount;
  if (isReadOnly)
    return failed(
      'mount',
      'read-only',
      `${point}, where the data directory is, is mounted read-only: a room cannot keep anything there. Look in the log of the system whether the disk has faults, then mount it with "mount -o remount,rw ${point}"; in a container or a unit of systemd name the directory as one to write to.`,
    );
  const also = isNoExec ? ' No program may run from there ("noexec"), and none needs to.' : '';
  return fine('mount', `${point}, where the data directory is, can be written to.${also}`);
}
