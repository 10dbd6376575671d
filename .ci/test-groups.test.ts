import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testGroups } from './test-groups.ts';

const FILES = ['client/a.test.ts', 'client/b.test.ts', 'client/c/d.test.ts', 'spec/e.test.ts'];

describe('test files that share a process', () => {
  test('are at most so many, of one workspace, and no file is left out', () => {
    const groups = testGroups(FILES, { together: 2 });
    assert.deepEqual(
      groups.map(({ files }) => files),
      [FILES.slice(0, 2), FILES.slice(2, 3), FILES.slice(3)],
    );
  });

  test('are loaded one after the other', () => {
    const [group] = testGroups(FILES, { together: 3 });
    assert.ok(group && existsSync(group.entry));
    const imports = FILES.slice(0, 3).map((file) => `import '${pathToFileURL(file).href}';\n`);
    assert.equal(readFileSync(group.entry, 'utf8'), imports.join(''));
  });

  test('but for those that want to be alone', () => {
    const groups = testGroups(FILES, { together: 3, alone: /b\.test/ });
    assert.deepEqual(
      groups.map(({ files }) => files),
      FILES.map((file) => [file]),
    );
  });

  test('one alone is run as it is', () => {
    assert.deepEqual(
      testGroups(FILES).map(({ entry }) => entry),
      FILES,
    );
  });
});
