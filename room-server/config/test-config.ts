import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { readConfig, type Sources } from './read-config.ts';

/** A folder for config files, removed with the tests of a file. */
export function configFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'open-rooms-'));
  after(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    /** Writes the one config file. Answers its path. */
    fileWith(text: string): string {
      const path = join(folder, 'config.json');
      writeFileSync(path, text);
      return path;
    },
  };
}

/** Reads the settings from these sources alone. */
export function read(sources: Partial<Sources>) {
  return readConfig({ flags: {}, env: {}, ...sources });
}
