import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isSystemError } from './system-error.ts';

/**
 * Writes a whole file that outlives a crash: after it, `path` holds either what it held before or all of `text`,
 * and once the promise resolves the latter, power cut included.
 *
 * @param mode permission bits of the file; without effect on Windows.
 */
export async function writeFileDurably(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** Makes a rename durable. Windows cannot open a directory, and its journal needs no such call. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } catch (error) {
    // Some network and user-space file systems cannot sync a directory. SQLite goes on there too.
    if (!isSystemError(error) || error.code !== 'EINVAL') throw error;
  } finally {
    await directory.close();
  }
}
