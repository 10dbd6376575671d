import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where files stand that only load others. */
const FOLDER = resolve('.cache/test-groups');

/** What one process runs. */
export interface TestGroup {
  /** What it is given: the one file, or one that loads them all. */
  readonly entry: string;
  readonly files: readonly string[];
}

/**
 * Puts at most so many test files into one process, which runs them one after the other. To start it, and to load what
 * all of them need, takes longer than most of them run. Those that stand beside each other come together.
 */
export function testGroups(
  files: readonly string[],
  { together = 1, alone }: { readonly together?: number; readonly alone?: RegExp } = {},
): TestGroup[] {
  const groups: string[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const fits = last && first && last.length < together && areNear(first, file);
    const isAlone = alone?.test(file) || (first && alone?.test(first));
    if (fits && !isAlone) last.push(file);
    else groups.push([file]);
  }
  return groups.map((members) => ({ files: members, entry: entryOf(members) }));
}

/** Whether both belong to one workspace: what they load is alike. */
function areNear(one: string, other: string): boolean {
  const [here] = one.split('/');
  return here === other.split('/')[0];
}

function entryOf(files: readonly string[]): string {
  const [first = '', ...more] = files;
  if (more.length === 0) return first;
  const text = files.map((file) => `import '${pathToFileURL(resolve(file)).href}';\n`).join('');
  // By what it holds: another run beside this one may group others.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const from = `${dirname(first).replaceAll('/', '.')}.${basename(first, '.test.ts')}`;
  const path = join(FOLDER, `${from}-and-${more.length}-${digest}.mjs`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, text);
  return path;
}
