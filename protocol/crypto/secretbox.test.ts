import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import { generateKeyPair } from './key-pair.ts';
import { openOnce, sealOnce, TAG_BYTES } from './secretbox.ts';

test('a box opens with its key alone, and only as it was sealed', () => {
  const key = new Uint8Array(32).fill(1);
  const plain = Uint8Array.of(1, 2, 3);
  const box = sealOnce(sodium, plain, key);
  assert.equal(box.length, TAG_BYTES + plain.length);
  assert.deepEqual(openOnce(sodium, box, key), plain);
  assert.equal(openOnce(sodium, box, new Uint8Array(32)), undefined);
  for (let at = 0; at < box.length; at++) {
    const changed = box.with(at, (box[at] ?? 0) ^ 1);
    assert.equal(openOnce(sodium, changed, key), undefined);
  }
});

test('a new identity is another one each time, and signs', () => {
  const [one, other] = [generateKeyPair(sodium), generateKeyPair(sodium)];
  assert.notDeepEqual(one.publicKey, other.publicKey);
  const message = Uint8Array.of(7);
  assert.equal(sodium.verify(sodium.sign(message, one.secretKey), message, one.publicKey), true);
});
