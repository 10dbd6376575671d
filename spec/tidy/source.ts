import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the project, its path from the root with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** What is not the project's own, and what runs and tools leave behind. */
const FOREIGN = new Set(['node_modules', '.git', '.cache', 'open-rooms-data']);

/** Every file under `root` whose name ends so, in order. */
export function readSources(root: string, ending: string): Source[] {
  const exclude = (name: string) => FOREIGN.has(name);
  return globSync([`**/*${ending}`, `.ci/**/*${ending}`], { cwd: root, exclude })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Code that only tests run: free to use test libraries and the runtime. */
export function isTestCode(path: string): boolean {
  return /(\.test|\.suite)\.ts$|(^|\/)testing\/|(^|\/)test(ing)?(-[a-z-]+)?\.ts$/.test(path);
}
