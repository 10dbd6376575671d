import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { emptyNames, impurities, looseExports, sleeps, tooLong } from './tidy/code.ts';
import { importCycles } from './tidy/cycles.ts';
import { deadLinks, tableFaults } from './tidy/documents.ts';
import { forbiddenImports } from './tidy/layers.ts';
import { readSources } from './tidy/source.ts';
import { missingNodePackages, topLevelFaults, unlockedOptionals } from './tidy/tree.ts';

const root = join(import.meta.dirname, '..');
const code = readSources(root, '.ts');
const pages = readSources(root, '.md');
const exists = (path: string) => existsSync(join(root, path));

/** The style guide as a test. Each rule is proven on samples in tidy/*.test.ts; Biome holds the others. */
describe('tidy', () => {
  test('the sources are found', () => assert.ok(code.length > 0 && pages.length > 0));

  test('layers: each imports what it may', () => nothing(code.flatMap(forbiddenImports)));
  test('no files import each other', () => nothing(importCycles(code)));
  test('files are short', () => nothing(code.flatMap(tooLong)));
  test('names say what is inside', () => nothing(code.flatMap(emptyNames)));
  test('no sleeps in tests', () => nothing(code.flatMap(sleeps)));
  test('no clock and no chance where time is an argument', () => nothing(code.flatMap(impurities)));
  test('exports have names', () => nothing(code.flatMap(looseExports)));

  test('links in pages lead somewhere', () => nothing(pages.flatMap((page) => deadLinks(page, exists))));
  test('page ↔ code ↔ test: the table is whole', () => nothing(tableFaults(pages, exists)));

  test('the top level holds what belongs there', () => nothing(topLevelFaults(readdirSync(root))));
  test('the lockfile holds Node for five platforms', () =>
    nothing(missingNodePackages(readJson('package.json'), readJson('package-lock.json'))));
  test('the lockfile leaves nothing out', () => nothing(unlockedOptionals(readJson('package-lock.json'))));
});

function nothing(faults: string[]): void {
  assert.equal(faults.length, 0, `\n${faults.join('\n')}\n`);
}

function readJson(name: string): object {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}
