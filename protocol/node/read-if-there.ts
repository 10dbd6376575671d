import { readFile } from 'node:fs/promises';
import { isSystemError } from './system-error.ts';

/** The text of a file; `undefined` where there is none. Throws other errors of the system. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
