import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the page is built to. */
export const DIST = fileURLToPath(new URL('../../client/ui/dist/', import.meta.url));

/** The join screen is the room's, before one is in it. */
const SHELL = ['main.ts', 'app.ts'];
const SCREENS = ['screens/room/room.ts', 'screens/join/join.ts', 'screens/landing/landing.ts'];
const PEER = 'open-session.ts';
const LINKS = '../links/index.ts';

interface Part {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

/** The files of what is seen first. */
export function firstFiles(): string[] {
  return filesOf([...SHELL, 'screens/landing/landing.ts']);
}

/** The files of the join screen in the heavier language, the peer's with them. */
export function joinFiles(): string[] {
  return filesOf([...SHELL, ...SCREENS, PEER, 'locales/fr.ts']);
}

/** The files of what makes direct connections, but for those that are there before. */
export function linksFiles(): string[] {
  const before = new Set(joinFiles());
  return filesOf([LINKS]).filter((file) => !before.has(file));
}

/** What files weigh in brotli, together. */
export function brotliBytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + readFileSync(join(DIST, `${file}.br`)).length, 0);
}

/** The files of parts and of all that they import, each once. Parts that are not there yet weigh nothing. */
function filesOf(parts: readonly string[]): string[] {
  const manifest: Readonly<Record<string, Part>> = JSON.parse(
    readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'),
  );
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (name: string) => {
    const part = manifest[name];
    if (part === undefined || seen.has(name)) return;
    seen.add(name);
    for (const file of [part.file, ...(part.css ?? [])]) files.add(file);
    part.imports?.forEach(visit);
  };
  parts.forEach(visit);
  return [...files];
}
