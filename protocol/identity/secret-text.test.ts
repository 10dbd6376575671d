import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { toBase64 } from '../bytes/base64.ts';
import { sodium } from '../node/sodium.ts';
import { feedIdOf } from './feed-id.ts';
import { formatSecret, parseSecret } from './secret-text.ts';

/** The key of the seed 07…07, as ssb-keys 8.5.0 makes it. */
const PUBLIC = '6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=';
const PRIVATE = 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwfqSmxj4pxSCr71UHsTLsX5lUd2rr6+e5JCHuppFEbSLA==';

const FROM_SSB_KEYS = `# WARNING: Never show this to anyone.
# WARNING: Never edit it or use it on multiple devices at once.
#
# This is your SECRET, it gives you magical powers. With your secret you can
# sign your messages so that your friends can verify that the messages came
# from you. If anyone learns your secret, they can use it to impersonate you.
#
# If you use this secret on more than one device you will create a fork and
# your friends will stop replicating your content.
#
{
  "curve": "ed25519",
  "public": "${PUBLIC}.ed25519",
  "private": "${PRIVATE}.ed25519",
  "id": "@${PUBLIC}.ed25519"
}
#
# The only part of this file that's safe to share is your public name:
#
#   @${PUBLIC}.ed25519`;

const FROM_GO = `{"curve":"ed25519","id":"@${PUBLIC}.ed25519","private":"${PRIVATE}.ed25519","public":"${PUBLIC}.ed25519"}\n`;

const pair = sodium.signKeyPair(new Uint8Array(32).fill(7));
const key = { id: feedIdOf(pair.publicKey), ...pair };

describe('the text of a secret', () => {
  test('says between the lines what the key is, and what its public name', () => {
    const comments = {
      above: ['The secret key of this room.', 'Keep a copy.'],
      idIs: 'The public name of the room',
    };
    const text = formatSecret(key, comments);
    assert.equal(
      text,
      `# The secret key of this room.
# Keep a copy.
{
  "curve": "ed25519",
  "public": "${PUBLIC}.ed25519",
  "private": "${PRIVATE}.ed25519",
  "id": "@${PUBLIC}.ed25519"
}
#
# The public name of the room: @${PUBLIC}.ed25519
`,
    );
    assert.deepEqual(parseSecret(text, sodium), key);
  });

  for (const [from, text] of [
    ['ssb-keys', FROM_SSB_KEYS],
    ['go-ssb', FROM_GO],
    ['Windows', FROM_SSB_KEYS.replaceAll('\n', '\r\n')],
    ['a time without suffixes and id', `{"curve":"ed25519","public":"${PUBLIC}","private":"${PRIVATE}"}`],
  ] as const) {
    test(`from ${from} is read`, () => {
      const read = parseSecret(text, sodium);
      assert.ok(typeof read !== 'string');
      assert.deepEqual(read, key);
      assert.equal(toBase64(read.secretKey), PRIVATE);
    });
  }
});

describe('a damaged secret', () => {
  for (const [how, text, why] of [
    ['empty', '', 'it is not the JSON'],
    ['cut short', FROM_SSB_KEYS.slice(0, 700), 'it is not the JSON'],
    ['of another curve', FROM_GO.replace('"curve":"ed25519"', '"curve":"k256"'), 'it is not the JSON'],
    ['without a private key', FROM_GO.replace('private', 'privat'), 'it is not the JSON'],
    ['with a short private key', FROM_GO.replace('BwcHBwcH', 'BwcH'), '"private" is not 64 bytes'],
    ['with another seed', FROM_GO.replace('BwcHBwcH', 'CwcHBwcH'), 'two halves of "private"'],
    ['with another public key', FROM_GO.replace('c":"6kps', 'c":"6kpz'), '"public" does not belong'],
    ['with another id', FROM_GO.replace('@6kps', '@6kpz'), '"id" does not belong'],
  ] as const) {
    test(`(${how}) is told with the reason`, () => {
      const read = parseSecret(text, sodium);
      assert.ok(typeof read === 'string' && read.includes(why), String(read));
    });
  }

  test('of any kind never shows in the reason', () => {
    const cut = fc.tuple(fc.nat(FROM_GO.length), fc.nat(40), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(cut, ([at, length, put]) => {
        const read = parseSecret(FROM_GO.slice(0, at) + put + FROM_GO.slice(at + length), sodium);
        if (typeof read !== 'string') return assert.equal(read.id, key.id);
        for (let n = 0; n + 8 <= PRIVATE.length; n++)
          assert.ok(!read.includes(PRIVATE.slice(n, n + 8)), read);
      }),
    );
  });
});
