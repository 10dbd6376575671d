import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { manifestOf } from './method.ts';
import { testContract } from './test-contract.ts';

describe('the manifest of a contract', () => {
  test('is the nested object that muxrpc peers ask for', () => {
    assert.deepEqual(manifestOf(testContract), {
      add: 'async',
      clock: { now: 'sync' },
      list: { words: 'source' },
      echo: 'duplex',
    });
  });

  test('keeps methods of one group together', () => {
    const { add } = testContract;
    assert.deepEqual(manifestOf({ 'a.b': add, 'a.c.d': add, 'a.c.e': add, f: add }), {
      a: { b: 'async', c: { d: 'async', e: 'async' } },
      f: 'async',
    });
  });
});
