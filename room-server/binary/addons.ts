import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getRawAsset } from 'node:sea';

/** What names the assets that are native addons. */
export const ADDON_PREFIX = 'addons/';

const DIRECTORY_PREFIX = 'open-rooms-';
const FILE_MODE = 0o700;

/**
 * Loads a native addon that stands inside the program. The system loads code from files alone: it gets one in a
 * directory of its own, for this user only, which is gone again when this returns.
 *
 * @throws where none of the {@link directories} can hold a file that may be run; it says which were tried and how to name
 *   one.
 */
export function loadAddon(name: string): unknown {
  const bytes = new Uint8Array(getRawAsset(`${ADDON_PREFIX}${name}`));
  const refusals: string[] = [];
  for (const parent of directories(process.env)) {
    try {
      return loadFrom(parent, name, bytes);
    } catch (error) {
      refusals.push(`${parent}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const tried = refusals.join('\n  ');
  throw new Error(
    `Cannot load the part "${name}" of this program: no directory lets it run a file.\n  ${tried}\nName one that does in the variable RUNTIME_DIRECTORY.`,
  );
}

/**
 * Where a file may be put and run: temporary folders are often mounted "noexec". systemd sets RUNTIME_DIRECTORY, several
 * with colons between where a unit names several.
 */
function directories(env: NodeJS.ProcessEnv): readonly string[] {
  const named = [...(env['RUNTIME_DIRECTORY'] ?? '').split(':'), env['XDG_RUNTIME_DIR'] ?? ''];
  const usual = [tmpdir(), '/dev/shm', dirname(process.execPath), process.cwd()];
  return [...named, ...usual].filter((path) => path !== '');
}

function loadFrom(parent: string, name: string, bytes: Uint8Array): unknown {
  const directory = mkdtempSync(join(parent, DIRECTORY_PREFIX));
  try {
    const file = join(directory, `${name}.node`);
    writeFileSync(file, bytes, { mode: FILE_MODE, flag: 'wx' });
    const module = { exports: {} };
    process.dlopen(module, file);
    return module.exports;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
