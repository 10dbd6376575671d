import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/aliases.json' with { type: 'json' };
import { toBase64 } from '../bytes/base64.ts';
import { readAlias, writeAlias } from './alias.ts';
import { ALIAS_MAX_CHARS, isAliasLabel } from './label.ts';

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? toBase64(part) : part)),
  );
}

describe('alias texts', () => {
  for (const { text, reads, writes } of vectors.valid) {
    test(`reads ${JSON.stringify(text)}`, () => {
      const alias = readAlias(text);
      assert.deepEqual(plain(alias), reads);
      assert.equal(writeAlias(alias), writes);
      const { label, host, port } = readAlias(writes);
      assert.deepEqual([label, host, port], [alias.label, alias.host, alias.port]);
    });
  }
  for (const { text, fault } of vectors.invalid) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => readAlias(text), { name: 'UnreadableText', fault });
    });
  }
});

describe('labels that a room may register', () => {
  for (const label of ['a', 'bob', 'b2', 'b-o-b', 'a'.repeat(ALIAS_MAX_CHARS)]) {
    test(`${label} is one`, () => assert.ok(isAliasLabel(label)));
  }
  for (const label of [
    '',
    '-',
    'Bob',
    '9bob',
    '-bob',
    'bob-',
    'b_b',
    'b.b',
    'bób',
    'bob\n',
    'a'.repeat(ALIAS_MAX_CHARS + 1),
  ]) {
    test(`${JSON.stringify(label)} is none`, () => assert.ok(!isAliasLabel(label)));
  }
});
