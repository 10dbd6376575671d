import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fromBase64, toBase64 } from './base64.ts';

describe('base64', () => {
  test('writes what Node writes, and reads it again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = toBase64(bytes);
        assert.equal(text, Buffer.from(bytes).toString('base64'));
        assert.deepEqual(fromBase64(text), bytes);
      }),
    );
  });

  test('reads a text only if it is the one spelling of its bytes', () => {
    const almost = fc.string({ unit: fc.constantFrom(...'ABQgwz09+/==-_ \n'), maxLength: 12 });
    fc.assert(
      fc.property(almost, (text) => {
        const canonical = Buffer.from(text, 'base64').toString('base64') === text;
        assert.equal(fromBase64(text) !== undefined, canonical);
      }),
      { numRuns: 5000 },
    );
  });
});
