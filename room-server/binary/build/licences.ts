import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { InsidePackage } from '../../cli/inside.ts';

const packageSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(
    v.union([
      v.string(),
      v.pipe(
        v.object({ type: v.string() }),
        v.transform(({ type }) => type),
      ),
    ]),
  ),
});

/** Where the folder of a package ends in a path. */
const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+|.*\/\.cache\/packages\/[^/]+\/package)\//;

const LICENCE_FILE = /^(licen[cs]e|copying)/i;

/** The packages that these files are of, by name. */
export function licencesOf(files: readonly string[]): InsidePackage[] {
  const folders = new Set(files.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[1] ?? []));
  const found = new Map<string, InsidePackage>();
  for (const folder of folders) {
    const licence = licenceOf(folder);
    if (licence !== undefined) found.set(`${licence.name} ${licence.version}`, licence);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a package says in its folder; `undefined` where that is no package. */
function licenceOf(folder: string): InsidePackage | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { name, version, license } = v.parse(packageSchema, JSON.parse(readFileSync(file, 'utf8')));
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const text = files.find((entry) => LICENCE_FILE.test(entry.name));
  return {
    name,
    version,
    licence: license ?? 'see its text',
    text: text === undefined ? '' : readFileSync(join(folder, text.name), 'utf8').trim(),
  };
}
