import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/addresses.json' with { type: 'json' };
import { toBase64 } from '../bytes/base64.ts';
import { readAddresses, writeAddresses } from './address-list.ts';
import { UnreadableText } from './unreadable.ts';

function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (part instanceof Uint8Array ? toBase64(part) : part)),
  );
}

describe('peer addresses', () => {
  for (const { text, reads, writes } of vectors.valid) {
    test(`reads ${text}`, () => {
      const addresses = readAddresses(text);
      assert.deepEqual(plain(addresses), reads);
      assert.equal(writeAddresses(addresses), writes);
    });
  }
  for (const { text, fault } of vectors.invalid) {
    test(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => readAddresses(text), { name: 'UnreadableText', fault });
    });
  }

  test('a refusal quotes what is wrong and says how to mend it', () => {
    const key = 'dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=';
    const message = 'Cannot read port "99999": a port is a number from 1 to 65535, as in 8008.';
    assert.throws(() => readAddresses(`net:room.example:99999~shs:${key}`), { message });
  });

  test('a refusal never quotes a seed', () => {
    const seed = 'DxiHEv+ds+zUzA49efDgZk8ssGeqrp/5kgvRVzTM7vU';
    const key = 'dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=';
    for (const text of [
      `net:a:1~shs:${key}:${seed}`,
      `net:a:1~shs:${key}:${seed}=:x`,
      `net:a:0~shs:${key}:${seed}=`,
    ]) {
      assert.throws(
        () => readAddresses(text),
        (error) => error instanceof UnreadableText && !error.message.includes(seed.slice(0, 4)),
      );
    }
  });
});
