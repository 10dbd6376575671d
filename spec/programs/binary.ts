import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TARGETS } from '../../room-server/binary/build/targets.ts';

const ROOT = join(import.meta.dirname, '../..');

const BUILD = join(ROOT, 'room-server/binary/build.ts');

/** One folder for each state of the sources. */
const CACHE = join(ROOT, '.cache/binary');

/** Tests that run now may use one that is not the newest. */
const KEPT = 6;

/** What goes into the binary. The page says by `.sources` what it was built from. */
const SOURCES = ['room-server/**/*.ts', 'client/**/*.ts', 'protocol/**/*.ts'];
const NO_SOURCE = /\.(test|suite)\.ts$|\/node_modules\/|\/dist[./]/;
const OTHER_SOURCES = ['package-lock.json', 'room-server/package.json', 'client/ui/dist/.sources'];

/** Why this machine can run no binary; `undefined` where it can. */
export const binaryMissing: string | undefined = TARGETS.some(({ name }) => name === here())
  ? undefined
  : `the binary is not made for ${here()}`;

let made: string | undefined;

/**
 * The single binary for this machine, as the sources are now. It is built once for each state of them, before this returns:
 * a test file that waited while it is loaded would come too late for the others of its process.
 */
export function openRoomsBinary(): string {
  made ??= binaryOfNow();
  return made;
}

function binaryOfNow(): string {
  const folder = join(CACHE, digestOfSources());
  const binary = join(folder, `open-rooms-${here()}`);
  if (existsSync(binary)) return binary;
  // Beside the place where it belongs: other tests may build the same, and the first one stays.
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  execFileSync(process.execPath, [BUILD, here(), '--into', fresh], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(binary)) throw error;
    rmSync(fresh, { recursive: true });
  }
  removeOld();
  return binary;
}

/** Each is 120 MB. Somebody who works on the sources makes many. */
function removeOld(): void {
  const folders = readdirSync(CACHE).map((name) => join(CACHE, name));
  const times = new Map(
    folders.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0]),
  );
  const newestFirst = folders.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
  for (const old of newestFirst.slice(KEPT)) rmSync(old, { recursive: true, force: true });
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync(SOURCES, { cwd: ROOT, exclude: (path) => path === 'node_modules' });
  const sources = files.filter((file) => !NO_SOURCE.test(file)).sort();
  for (const file of [...sources, ...OTHER_SOURCES]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function here(): string {
  return `${process.platform}-${process.arch}`;
}

// Run by itself, it builds what tests will ask for.
if (import.meta.main && binaryMissing === undefined) openRoomsBinary();
