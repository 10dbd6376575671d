import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.cache/test-pages');

/** What the modules of pages are built from: packages by the versions that are locked. */
const SOURCES = [
  'package-lock.json',
  'client/**/*.ts',
  'protocol/**/*.ts',
  'spec/browser/pages/*.ts',
  'spec/browser/module-server.ts',
];

/**
 * What was built from the same sources before, by this process or another one, else what `build` makes now: it takes two
 * seconds, and a score of test files would each take them.
 */
export async function keptBuild(build: () => Promise<Map<string, string>>): Promise<Map<string, string>> {
  const name = `${digestOfSources()}.json`;
  const kept = read(join(FOLDER, name));
  if (kept !== undefined) return kept;
  const made = await build();
  mkdirSync(FOLDER, { recursive: true });
  for (const old of readdirSync(FOLDER))
    if (old.endsWith('.json')) rmSync(join(FOLDER, old), { force: true });
  // Moved to its place when it is whole: somebody else may read it at any time.
  const unfinished = join(FOLDER, `${name}.${process.pid}`);
  writeFileSync(unfinished, JSON.stringify([...made]));
  renameSync(unfinished, join(FOLDER, name));
  return made;
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const exclude = (name: string) => /(^|[\\/])(node_modules|dist)$/.test(name);
  for (const path of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT, exclude })).sort()) {
    if (path.endsWith('.test.ts')) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** `undefined` where there is none. */
function read(path: string): Map<string, string> | undefined {
  try {
    return new Map(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
