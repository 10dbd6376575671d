import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTyped } from './typed.ts';

test('a typed line is something to say, or a command behind a slash; two slashes say one', () => {
  const cases = [
    ['  hello there ', { kind: 'say', text: 'hello there' }],
    ['a', { kind: 'say', text: 'a' }],
    ['1/2', { kind: 'say', text: '1/2' }],
    ['/Accept ', { kind: 'do', word: 'accept' }],
    ['//accept', { kind: 'say', text: '/accept' }],
    ['   ', { kind: 'nothing' }],
  ] as const;
  for (const [line, typed] of cases) assert.deepEqual(readTyped(line), typed, line);
});
