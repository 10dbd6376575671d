import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat } from './concat.ts';
import { Gather } from './gather.ts';

test('collects a message of known length and leaves what follows', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 10 }), { maxLength: 10 });
  fc.assert(
    fc.property(fc.nat(40), chunks, (length, parts) => {
      const all = concat(...parts);
      const gather = new Gather(length);
      let taken = 0;
      for (const part of parts) taken += gather.take(part);
      assert.equal(taken, Math.min(length, all.length));
      const whole = all.length >= length ? all.subarray(0, length) : undefined;
      assert.deepEqual(gather.whole, whole);
    }),
  );
});

test('concat copies its parts', () => {
  const part = Uint8Array.of(1, 2);
  const whole = concat(part, new Uint8Array(0), part);
  part[0] = 9;
  assert.deepEqual(whole, Uint8Array.of(1, 2, 1, 2));
  assert.deepEqual(concat(), new Uint8Array(0));
});
