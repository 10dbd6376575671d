import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deadLinks, tableFaults } from './documents.ts';

const there = new Set([
  'spec/README.md',
  'spec/a.md',
  'spec/b.md',
  'protocol/shs',
  'protocol/shs/',
  'README.md',
]);
const exists = (path: string) => there.has(path);

describe('links', () => {
  const deadIn = (text: string) => deadLinks({ path: 'spec/a.md', text }, exists);

  test('those that lead nowhere are found', () => {
    assert.equal(deadIn('[b](c.md)').length, 1);
    assert.equal(deadIn('![b](pictures/c.png "a title")').length, 1);
    assert.equal(deadIn('[b](../spec/c.md#part)').length, 1);
    assert.equal(deadIn('[b][c]\n\n[c]: c.md').length, 1);
  });

  test('those that lead somewhere, elsewhere or are code are left', () => {
    const text = '[b](b.md#part) [top](../README.md) [web](https://example.org/c.md) [here](#c) `[x](c.md)`';
    assert.deepEqual(deadIn(`${text}\n\`\`\`\n[x](c.md)\n\`\`\`\n`), []);
  });
});

describe('the table page ↔ code ↔ test', () => {
  const a = { path: 'spec/a.md', text: '' };
  const b = { path: 'spec/b.md', text: '' };
  const table = (...rows: string[]) => ({ path: 'spec/README.md', text: ['[b](b.md)', ...rows].join('\n') });

  test('whole', () => {
    const rows = ['| [a](a.md) | `protocol/shs/*.ts` |', '| `spec/b.md` | `GET /whois` |'];
    assert.deepEqual(tableFaults([table(...rows), a, b], exists), []);
  });

  test('a page without a row', () => {
    assert.equal(tableFaults([table('| [a](a.md) | `protocol/shs` |'), a, b], exists).length, 1);
  });

  test('a path that does not exist', () => {
    assert.equal(tableFaults([table('| [a](a.md) | `protocol/gone.ts` |'), a], exists).length, 1);
  });

  test('no table', () => assert.equal(tableFaults([a], exists).length, 1));
});
