import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import vectors from '../../spec/vectors/endings.json' with { type: 'json' };
import { feedIdOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import {
  type Ending,
  endingsEventSchema,
  endingText,
  endsLink,
  signEnding,
  signedEndingSchema,
  verifyEnding,
} from './ending.ts';

const room = sodium.signKeyPair(new Uint8Array(32).fill(1));
const ROOM = feedIdOf(room.publicKey);
const [BOB, CAROL, DAVE] = [2, 3, 4].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [
  Ending['room'],
  Ending['room'],
  Ending['room'],
];
const REMOVED: Ending = { room: ROOM, why: 'removed', who: BOB, at: 1000 };
const STOPPED: Ending = { room: ROOM, why: 'stopped', at: 1000 };

describe('the vectors of endings', () => {
  for (const { about, seed, signed, text } of vectors.valid) {
    test(`${about}: reads, verifies, and is signed so`, () => {
      const read = v.parse(signedEndingSchema, signed);
      const ending = verifyEnding(sodium, read.room, read);
      assert.ok(ending !== undefined);
      assert.equal(endingText(ending), text);
      const keys = sodium.signKeyPair(new TextEncoder().encode(seed));
      assert.deepEqual(signEnding(sodium, keys.secretKey, ending), signed);
    });
  }

  for (const { about, signed } of vectors.unreadable) {
    test(`${about}: cannot be read`, () => assert.equal(v.is(signedEndingSchema, signed), false));
  }

  for (const { about, signed } of vectors.untrue) {
    test(`${about}: is not the room's word`, () => {
      const read = v.parse(signedEndingSchema, signed);
      assert.equal(verifyEnding(sodium, read.room, read), undefined);
    });
  }
});

describe('an ending', () => {
  test('is the word of its own room alone', () => {
    const signed = signEnding(sodium, room.secretKey, REMOVED);
    assert.deepEqual(verifyEnding(sodium, ROOM, signed), REMOVED);
    assert.equal(verifyEnding(sodium, BOB, signed), undefined);
    const other = sodium.signKeyPair(new Uint8Array(32).fill(9));
    assert.equal(verifyEnding(sodium, ROOM, signEnding(sodium, other.secretKey, REMOVED)), undefined);
  });

  test('means something else with anything changed, so that its signature does not hold', () => {
    const { signature } = signEnding(sodium, room.secretKey, REMOVED);
    const signed = { room: ROOM, signature, at: 1000 };
    for (const changed of [
      { ...signed, why: 'removed', who: CAROL } as const,
      { ...signed, why: 'removed', who: BOB, at: 1001 } as const,
      { ...signed, why: 'stopped' } as const,
    ])
      assert.equal(verifyEnding(sodium, ROOM, changed), undefined);
  });

  test('with any bit of its signature changed is none', () => {
    const keys = sodium.sign(new TextEncoder().encode(endingText(STOPPED)), room.secretKey);
    const text = (bytes: Uint8Array) => `${Buffer.from(bytes).toString('base64')}.sig.ed25519`;
    const signed = { room: ROOM, at: 1000, why: 'stopped' } as const;
    assert.ok(verifyEnding(sodium, ROOM, { ...signed, signature: text(keys) }));
    fc.assert(
      fc.property(fc.nat(keys.length * 8 - 1), (bit) => {
        const changed = keys.with(bit >> 3, (keys[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        assert.equal(verifyEnding(sodium, ROOM, { ...signed, signature: text(changed) }), undefined);
      }),
    );
  });

  test('no value makes reading and verifying do anything but answer', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.record({
        room: fc.oneof(fc.constant(ROOM), fc.string()),
        why: fc.oneof(fc.constantFrom('removed', 'banned', 'demoted', 'mode', 'stopped'), fc.string()),
        reason: fc.oneof(fc.string(), fc.anything()),
        who: fc.oneof(fc.constant(BOB), fc.anything()),
        at: fc.oneof(fc.double(), fc.nat()),
        signature: fc.oneof(
          fc.string(),
          fc
            .uint8Array({ minLength: 63, maxLength: 65 })
            .map((b) => `${Buffer.from(b).toString('base64')}.sig.ed25519`),
        ),
      }),
    );
    fc.assert(
      fc.property(value, (said) => {
        v.is(endingsEventSchema, said);
        const read = v.safeParse(signedEndingSchema, said);
        if (read.success) assert.equal(verifyEnding(sodium, ROOM, read.output), undefined);
      }),
    );
  });

  test('ends the links of whom it names, or all, unless they began after it', () => {
    const ends = (a: Ending['room'], b: Ending['room'], since: number) => ({ ends: [a, b], since }) as const;
    assert.equal(endsLink(REMOVED, ends(BOB, CAROL, 999)), true);
    assert.equal(endsLink(REMOVED, ends(CAROL, BOB, 1000)), true);
    assert.equal(endsLink(REMOVED, ends(CAROL, DAVE, 999)), false);
    assert.equal(endsLink(REMOVED, ends(CAROL, BOB, 1001)), false);
    assert.equal(endsLink(STOPPED, ends(CAROL, DAVE, 999)), true);
    assert.equal(endsLink(STOPPED, ends(CAROL, DAVE, 1001)), false);
    for (const why of ['banned', 'demoted', 'mode'] as const) {
      assert.equal(endsLink({ room: ROOM, why, who: BOB, at: 1000 }, ends(CAROL, BOB, 1000)), true);
      assert.equal(endsLink({ room: ROOM, why, who: BOB, at: 1000 }, ends(CAROL, DAVE, 1000)), false);
    }
    assert.equal(endsLink({ room: ROOM, why: 'mode', at: 1000 }, ends(CAROL, DAVE, 1000)), true);
  });
});
