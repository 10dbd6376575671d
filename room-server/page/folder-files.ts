import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PageFiles } from './port.ts';

/** The files of a folder. */
export function folderFiles(folder: string): PageFiles {
  return {
    names: () => readdirSync(folder).sort(),
    read: (name) => Uint8Array.from(readFileSync(join(folder, name))),
    state: () => statSync(folder, { throwIfNoEntry: false })?.ino,
  };
}
