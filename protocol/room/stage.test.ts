import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import vectors from '../../spec/vectors/stage.json' with { type: 'json' };
import { feedIdOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import {
  type Announcement,
  announcementText,
  signAnnouncement,
  signedAnnouncementSchema,
  stageEventSchema,
  verifyAnnouncement,
} from './stage.ts';

const keys = sodium.signKeyPair(new Uint8Array(32).fill(1));
const ANN = feedIdOf(keys.publicKey);
const [ROOM, BOB] = [2, 3].map((n) => feedIdOf(new Uint8Array(32).fill(n))) as [typeof ANN, typeof ANN];
const SHARE = 'ab'.repeat(16);
const SAID: Announcement = { room: ROOM, by: ANN, share: SHARE, at: 1000 };
const signed = signAnnouncement(sodium, keys.secretKey, SAID);

describe('the vectors of announcements', () => {
  for (const { about, seed, signed, text } of vectors.announcements.valid) {
    test(`${about}: reads, verifies, and is signed so`, () => {
      const read = v.parse(signedAnnouncementSchema, signed);
      const announcement = verifyAnnouncement(sodium, read.room, read);
      assert.ok(announcement !== undefined);
      assert.equal(announcementText(announcement), text);
      const sharer = sodium.signKeyPair(new TextEncoder().encode(seed));
      assert.deepEqual(signAnnouncement(sodium, sharer.secretKey, announcement), signed);
    });
  }

  for (const { about, signed } of vectors.announcements.unreadable) {
    test(`${about}: cannot be read`, () => assert.equal(v.is(signedAnnouncementSchema, signed), false));
  }

  for (const { about, signed } of vectors.announcements.untrue) {
    test(`${about}: is not the sharer's word`, () => {
      const read = v.parse(signedAnnouncementSchema, signed);
      assert.equal(verifyAnnouncement(sodium, read.room, read), undefined);
    });
  }
});

describe('an announcement', () => {
  test('is the word of its sharer, in its room alone', () => {
    assert.deepEqual(verifyAnnouncement(sodium, ROOM, signed), SAID);
    assert.equal(verifyAnnouncement(sodium, BOB, signed), undefined, 'another room tells it');
    const forger = sodium.signKeyPair(new Uint8Array(32).fill(9));
    assert.equal(
      verifyAnnouncement(sodium, ROOM, signAnnouncement(sodium, forger.secretKey, SAID)),
      undefined,
    );
  });

  test('with anything changed is none', () => {
    for (const changed of [{ by: BOB }, { share: 'ac'.repeat(16) }, { at: 1001 }])
      assert.equal(verifyAnnouncement(sodium, ROOM, { ...signed, ...changed }), undefined);
    assert.equal(verifyAnnouncement(sodium, BOB, { ...signed, room: BOB }), undefined);
  });

  test('with any bit of its signature changed is none', () => {
    const bytes = sodium.sign(new TextEncoder().encode(announcementText(SAID)), keys.secretKey);
    const text = (bytes: Uint8Array) => `${Buffer.from(bytes).toString('base64')}.sig.ed25519`;
    assert.equal(text(bytes), signed.signature);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        assert.equal(verifyAnnouncement(sodium, ROOM, { ...signed, signature: text(changed) }), undefined);
      }),
    );
  });

  test('no value makes reading and verifying do anything but answer', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.record({
        room: fc.oneof(fc.constant(ROOM), fc.string()),
        by: fc.oneof(fc.constant(ANN), fc.anything()),
        share: fc.oneof(fc.constant(SHARE), fc.string()),
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
        v.is(stageEventSchema, said);
        const read = v.safeParse(signedAnnouncementSchema, said);
        if (read.success) assert.equal(verifyAnnouncement(sodium, ROOM, read.output), undefined);
      }),
    );
  });

  test('comes in a list, or as it begins; and ends by name', () => {
    for (const event of [
      { type: 'shares', shares: [] },
      { type: 'shares', shares: [signed] },
      { type: 'began', share: signed },
      { type: 'ended', by: ANN, share: SHARE },
    ])
      assert.deepEqual(v.parse(stageEventSchema, event), event);
    for (const event of [
      { type: 'shares' },
      { type: 'began', share: SHARE },
      { type: 'ended', share: SHARE },
    ])
      assert.equal(v.is(stageEventSchema, event), false);
  });
});
