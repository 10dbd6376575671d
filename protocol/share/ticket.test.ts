import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { feedIdOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { isShareId, newShareId } from './share-id.ts';
import { testPerson } from './test-share.ts';
import { signTicket, ticketSchema, verifyTicket } from './ticket.ts';

const sharer = testPerson(sodium, 1);
const [parent, child, stranger] = [
  feedIdOf(new Uint8Array(32).fill(2)),
  feedIdOf(new Uint8Array(32).fill(3)),
  feedIdOf(new Uint8Array(32).fill(4)),
];
const SHARE = '00112233445566778899aabbccddeeff';
const THESE = { share: SHARE, sharer: sharer.id, parent, child };
const signed = signTicket(sodium, sharer.secretKey, { ...THESE, number: 7 });

describe('a ticket', () => {
  test('is the word of the sharer, for these two, in this share', () => {
    assert.deepEqual(verifyTicket(sodium, THESE, v.parse(ticketSchema, signed)), { ...THESE, number: 7 });
    for (const other of [
      { share: 'ff'.repeat(16) },
      { sharer: stranger },
      { parent: stranger },
      { child: stranger },
    ])
      assert.equal(verifyTicket(sodium, { ...THESE, ...other }, signed), undefined);
  });

  test('with anything changed is nobody’s word', () => {
    for (const change of [
      { share: 'ff'.repeat(16) },
      { parent: stranger },
      { child: stranger },
      { number: 8 },
    ]) {
      const changed = { ...signed, ...change };
      assert.equal(verifyTicket(sodium, { ...THESE, ...change }, changed), undefined);
    }
  });

  test('of somebody else is none, whomever it names', () => {
    const forged = signTicket(sodium, testPerson(sodium, 4).secretKey, { ...THESE, number: 7 });
    assert.equal(verifyTicket(sodium, THESE, forged), undefined);
  });

  test('no value makes reading and verifying do anything but answer', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.record({ ...signedArbitrary(), number: fc.oneof(fc.nat(), fc.double()), signature: fc.string() }),
    );
    fc.assert(
      fc.property(value, (said) => {
        const read = v.safeParse(ticketSchema, said);
        if (read.success) assert.equal(verifyTicket(sodium, THESE, read.output), undefined);
      }),
    );
  });
});

describe('the id of a share', () => {
  test('is 16 bytes as hexadecimal digits', () => {
    assert.equal(newShareId(new Uint8Array(16).fill(0xab)), 'ab'.repeat(16));
    assert.throws(() => newShareId(new Uint8Array(15)), RangeError);
    assert.throws(() => newShareId(new Uint8Array(17)), RangeError);
  });

  test('has one spelling', () => {
    assert.equal(isShareId(SHARE), true);
    for (const other of [
      SHARE.toUpperCase(),
      SHARE.slice(1),
      `${SHARE}0`,
      `${SHARE}\n`,
      ` ${SHARE}`,
      1,
      undefined,
    ])
      assert.equal(isShareId(other), false);
  });
});

function signedArbitrary() {
  const person = fc.constantFrom(sharer.id, parent, child, stranger);
  return { share: fc.constantFrom(SHARE, 'ff'.repeat(16)), sharer: person, parent: person, child: person };
}
