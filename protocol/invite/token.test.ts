import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { bytes32 } from './arbitrary-texts.test.ts';
import { readInvite } from './invite.ts';
import { writeJoinLinks } from './join-link.ts';
import { readInviteToken, writeInviteToken } from './token.ts';

const uris: { isExperimentalSSBURIWithAction(action: string): (text: string) => boolean } = createRequire(
  import.meta.url,
)('ssb-uri2');

const WEB = 'https://room.example';

describe('the token of a link', () => {
  test('is the seed in base64url', () => {
    assert.equal(writeInviteToken(new Uint8Array(32).fill(0xfb)), `${'-_v7'.repeat(10)}-_s`);
    fc.assert(
      fc.property(bytes32, (seed) => {
        const token = writeInviteToken(seed);
        assert.equal(token, Buffer.from(seed).toString('base64url'));
        assert.deepEqual(readInviteToken(token), seed);
      }),
    );
  });

  test('has one spelling', () => {
    const token = writeInviteToken(new Uint8Array(32).fill(1));
    for (const other of [
      `${token}=`,
      token.slice(1),
      `${token}A`,
      ` ${token}`,
      `${token.slice(0, -1)}F`,
      '',
      'x',
    ])
      assert.equal(readInviteToken(other), undefined, other);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const seed = readInviteToken(text);
        if (seed !== undefined) assert.equal(writeInviteToken(seed), text);
      }),
    );
  });
});

test('links and URIs that are written lead to one invite, and stock readers know the URI', () => {
  fc.assert(
    fc.property(bytes32, (seed) => {
      const token = writeInviteToken(seed);
      const { url, uri, postTo } = writeJoinLinks(WEB, token);
      assert.deepEqual(readInvite(url), { kind: 'link', url, origin: WEB, token });
      assert.deepEqual(readInvite(uri), { kind: 'claim', token, postTo });
      assert.equal(postTo, `${WEB}/invite/consume`);
      assert.ok(uris.isExperimentalSSBURIWithAction('claim-http-invite')(uri));
    }),
  );
});
