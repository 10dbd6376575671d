import { constants, type Stats } from 'node:fs';
import { access, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSecret } from '@open-rooms/protocol';
import { isSystemError, sodium } from '@open-rooms/protocol/node';
import type { Access, Account, DiskFacts, FolderFacts, KeyFacts, MountFacts } from './judge-data.ts';
import { mountOf } from './mount-table.ts';

const HAS_MODES = process.platform !== 'win32';

export function seeAccount(): Account {
  return { id: process.getuid?.() ?? 0 };
}

export async function seeFolder(path: string): Promise<FolderFacts> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory()) return { path, found: 'no-folder' };
    const seen = { path, access: accessOf(stats) };
    if (!(await allows(path, constants.R_OK | constants.X_OK))) return { ...seen, found: 'closed' };
    return { ...seen, found: 'folder', isWritable: await allows(path, constants.W_OK) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { path, found: error.code === 'EACCES' || error.code === 'EPERM' ? 'closed' : 'missing' };
  }
}

export async function seeKey(data: string): Promise<KeyFacts> {
  const path = join(data, 'secret');
  const hasDatabase = (await statsOf(join(data, 'room.db'))) !== undefined;
  const stats = await statsOf(path);
  if (stats === undefined) return { path, state: 'missing', hasDatabase };
  const seen = { path, hasDatabase, access: accessOf(stats) };
  try {
    const parsed = parseSecret(await readFile(path, 'utf8'), sodium);
    return typeof parsed === 'string'
      ? { ...seen, state: 'damaged', why: parsed }
      : { ...seen, state: 'good' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ...seen, state: 'unreadable', why: error.message };
  }
}

export async function seeDisk(path: string): Promise<DiskFacts> {
  const { bavail, bsize, files, ffree } = await statfs(path);
  // File systems that make inodes as they go count none.
  return { path, free: bavail * bsize, freeFiles: files > 0 ? ffree : undefined };
}

export async function seeMount(path: string): Promise<MountFacts | undefined> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return mountOf(table, await realpath(path));
}

/** `undefined` where there is no such file, or it cannot be seen. */
export async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}

/** Who may do what with a file. */
export function accessOf({ mode, uid }: Stats): Access {
  return { mode: HAS_MODES ? mode & 0o777 : undefined, owner: uid };
}

async function allows(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
