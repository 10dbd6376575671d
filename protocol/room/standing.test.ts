import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import vectors from '../../spec/vectors/standings.json' with { type: 'json' };
import { sodium } from '../node/sodium.ts';
import { signedStandingSchema, signStanding, standingText, verifyStanding } from './standing.ts';

describe('the vectors of standings', () => {
  for (const { about, seed, signed, text } of vectors.valid) {
    test(`${about}: reads, verifies, and is signed so`, () => {
      const read = v.parse(signedStandingSchema, signed);
      const word = verifyStanding(sodium, read.room, read);
      assert.ok(word !== undefined);
      assert.equal(standingText(word), text);
      const keys = sodium.signKeyPair(new TextEncoder().encode(seed));
      assert.deepEqual(signStanding(sodium, keys.secretKey, word), signed);
    });
  }

  for (const { about, signed } of vectors.unreadable) {
    test(`${about}: cannot be read`, () => assert.equal(v.is(signedStandingSchema, signed), false));
  }

  for (const { about, signed } of vectors.untrue) {
    test(`${about}: is not the room's word`, () => {
      const read = v.parse(signedStandingSchema, signed);
      assert.equal(verifyStanding(sodium, read.room, read), undefined);
    });
  }
});

test('a word of another room is not this room’s', () => {
  const [first] = vectors.valid;
  const read = v.parse(signedStandingSchema, first?.signed);
  assert.equal(verifyStanding(sodium, read.who, read), undefined);
});
