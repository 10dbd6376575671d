import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/invites.json' with { type: 'json' };
import { toBase64 } from '../bytes/base64.ts';
import { readInvite } from './invite.ts';

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? toBase64(part) : part)),
  );
}

describe('invites', () => {
  for (const { text, reads } of vectors.valid) {
    test(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(plain(readInvite(text)), reads));
  }
  for (const { text, fault } of vectors.invalid) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => readInvite(text), { name: 'UnreadableText', fault });
    });
  }
});
