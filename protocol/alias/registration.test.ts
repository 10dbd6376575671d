import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/aliases.json' with { type: 'json' };
import { type FeedId, feedIdOf, isFeedId } from '../identity/feed-id.ts';
import { readAnySignature, readSignature, writeSignature } from '../identity/signature-text.ts';
import { sodium } from '../node/sodium.ts';
import { registrationText, signAliasRegistration, verifyAliasRegistration } from './registration.ts';

const other = feedIdOf(new Uint8Array(32).fill(7));

function id(text: string): FeedId {
  assert.ok(isFeedId(text));
  return text;
}

describe('the registration of an alias', () => {
  for (const { about, seed, text, signature, ...ids } of vectors.registrations) {
    const registration = { roomId: id(ids.roomId), userId: id(ids.userId), alias: ids.alias };
    const keys = sodium.signKeyPair(new TextEncoder().encode(seed));

    test(`${about}: text and signature`, () => {
      assert.equal(feedIdOf(keys.publicKey), registration.userId);
      assert.equal(registrationText(registration), text);
      assert.equal(writeSignature(signAliasRegistration(sodium, keys.secretKey, registration)), signature);
    });

    test(`${about}: verifies, and in no other room, for nobody else, under no other name`, () => {
      const read = readSignature(signature);
      assert.ok(typeof read !== 'string');
      assert.equal(verifyAliasRegistration(sodium, registration, read), true);
      for (const change of [
        { roomId: other },
        { userId: other },
        { alias: registration.alias.toUpperCase() },
        { alias: `${registration.alias}:` },
      ]) {
        assert.equal(verifyAliasRegistration(sodium, { ...registration, ...change }, read), false);
      }
    });
  }

  test('a signature with any bit changed, or of another length, is none', () => {
    const keys = sodium.signKeyPair(new Uint8Array(32));
    const registration = { roomId: other, userId: feedIdOf(keys.publicKey), alias: 'bob' };
    const signature = signAliasRegistration(sodium, keys.secretKey, registration);
    fc.assert(
      fc.property(fc.nat(signature.length * 8 - 1), (bit) => {
        const changed = signature.with(bit >> 3, (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        assert.equal(verifyAliasRegistration(sodium, registration, changed), false);
      }),
    );
    assert.equal(verifyAliasRegistration(sodium, registration, signature.slice(1)), false);
  });
});

describe('signature texts', () => {
  const bytes = fc.uint8Array({ minLength: 64, maxLength: 64 });

  test('what is written is read, in the alphabet of URLs as well', () => {
    fc.assert(
      fc.property(bytes, (signature) => {
        const text = writeSignature(signature);
        const inUrl = text.replaceAll('+', '-').replaceAll('/', '_');
        for (const form of [text, inUrl]) {
          assert.deepEqual(readSignature(form), signature);
          assert.deepEqual(readAnySignature(form), signature);
          assert.deepEqual(readAnySignature(form.slice(0, -'.sig.ed25519'.length)), signature);
        }
      }),
    );
  });

  const text = writeSignature(new Uint8Array(64));
  for (const [form, fault] of [
    ['', 'no-suffix'],
    ['bob', 'no-suffix'],
    [text.slice(0, -1), 'no-suffix'],
    [text.replace('.sig.', '.'), 'no-suffix'],
    [`${text} `, 'no-suffix'],
    ['.sig.ed25519', 'bad-encoding'],
    ['AAAA.sig.ed25519', 'bad-encoding'],
    [text.replace('==', ''), 'bad-encoding'],
    [`A${text}`, 'bad-encoding'],
    [text.replace('AA==', 'AB=='), 'bad-encoding'],
    [`${text}.sig.ed25519`, 'bad-encoding'],
  ] as const) {
    test(`${JSON.stringify(form.slice(-30))} (${form.length} characters): ${fault}`, () => {
      assert.equal(readSignature(form), fault);
    });
  }
});
