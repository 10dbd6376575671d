import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex, toHex } from '../testing/index.ts';
import { increment, incrementTwice } from './layout.ts';

test('a nonce counts as one big number of 24 bytes, which wraps', () => {
  const carry = fc.nat(24).chain((bytes) => fc.constant('ff'.repeat(bytes).padStart(48, '0')));
  const nonce = fc.oneof(fc.uint8Array({ minLength: 24, maxLength: 24 }).map(toHex), carry);
  const plus = (hex: string, number: bigint) =>
    ((BigInt(`0x${hex}`) + number) % 2n ** 192n).toString(16).padStart(48, '0');
  fc.assert(
    fc.property(nonce, (hex) => {
      const counted = fromHex(hex);
      increment(counted);
      assert.equal(toHex(counted), plus(hex, 1n));
      incrementTwice(counted);
      assert.equal(toHex(counted), plus(hex, 3n));
    }),
  );
});
