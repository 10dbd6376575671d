import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN } from '../style.ts';
import { ROOM_ID } from '../test-server.ts';
import { tableLines } from './table.ts';

test('columns are as wide as what is in them, and what does not fit stands below', () => {
  const rows = [
    { cells: [ROOM_ID, 'owner', '2026-10-06'], more: ['@bob, online now'] },
    { cells: ['@a', 'participant', '2026-10-07'] },
  ];
  const wide = ROOM_ID.length;
  assert.deepEqual(tableLines(['MEMBER', 'ROLE', 'SINCE'], rows, 'Nobody.', PLAIN), [
    `${'MEMBER'.padEnd(wide)}  ROLE         SINCE`,
    `${ROOM_ID}  owner        2026-10-06`,
    '    @bob, online now',
    `${'@a'.padEnd(wide)}  participant  2026-10-07`,
  ]);
});

test('long texts are broken between words at 80 characters, and what cannot be copied in two stays whole', () => {
  const reason = `${'why '.repeat(40)}${'x'.repeat(100)}`;
  const lines = tableLines(['A'], [{ cells: ['a'], more: [reason] }], '', PLAIN).slice(2);
  assert.ok(lines.length > 2);
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [`    ${'x'.repeat(100)}`],
  );
  assert.equal(lines.map((line) => line.trim()).join(' '), reason);
});

test('nothing that a stranger wrote moves the cursor', () => {
  const lines = tableLines(['A'], [{ cells: ['a\u001b[2J'], more: ['b\nc\u202e'] }], '', PLAIN);
  assert.deepEqual(lines.slice(1), ['a\\u{1b}[2J', '    b\\u{a}c\\u{202e}']);
});

test('where there is nothing, that is said', () => {
  assert.deepEqual(tableLines(['A'], [], 'Nobody.', PLAIN), ['Nobody.']);
});
