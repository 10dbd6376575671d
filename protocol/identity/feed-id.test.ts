import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { feedIdOf, isFeedId, publicKeyOf } from './feed-id.ts';

const stock: { isFeed(text: unknown): boolean } = createRequire(import.meta.url)('ssb-ref');
const publicKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('feed ids', () => {
  test('carry the public key there and back, and ssb-ref knows them', () => {
    fc.assert(
      fc.property(publicKey, (key) => {
        const id = feedIdOf(key);
        assert.deepEqual(publicKeyOf(id), key);
        assert.ok(isFeedId(id) && stock.isFeed(id));
      }),
    );
  });

  test('a damaged id is none, as for ssb-ref', () => {
    const put = fc.constantFrom('', ...'@.=A+/-_ ');
    fc.assert(
      fc.property(publicKey, fc.nat(52), put, fc.nat(2), (key, at, text, drop) => {
        const id = feedIdOf(key);
        const damaged = id.slice(0, at) + text + id.slice(at + drop);
        // ssb-ref lets any character stand for the dot.
        if (isFeedId(damaged)) assert.ok(stock.isFeed(damaged));
        else if (at !== 45) assert.ok(!stock.isFeed(damaged), damaged);
      }),
      { numRuns: 5000 },
    );
  });

  for (const value of [
    undefined,
    null,
    7,
    {},
    '',
    '@',
    '@.ed25519',
    '@AA==.ed25519',
    '.ed25519',
    `@${'A'.repeat(43)}=.sha256`,
  ]) {
    test(`${JSON.stringify(value)} is none`, () => assert.ok(!isFeedId(value)));
  }
});
