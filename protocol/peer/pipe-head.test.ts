import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { PipeOffer } from './contract.ts';
import {
  PIPE_HEAD_LENGTH_BYTES,
  PIPE_HEAD_MAX_BYTES,
  readPipeHeadLength,
  readPipeOffer,
  writePipeHead,
} from './pipe-head.ts';

const offers: fc.Arbitrary<PipeOffer> = fc.record(
  { name: fc.string({ unit: 'binary', maxLength: 127 }), bytes: fc.maxSafeNat() },
  { requiredKeys: [], noNullPrototype: true },
);

function read(bytes: Uint8Array): PipeOffer | undefined {
  const length = readPipeHeadLength(bytes);
  return length === undefined ? undefined : readPipeOffer(bytes.subarray(PIPE_HEAD_LENGTH_BYTES));
}

describe('the head of a pipe', () => {
  test('is a length and an object', () => {
    const head = writePipeHead({ name: 'a.zip', bytes: 6 });
    assert.equal(Buffer.from(head).toString('hex').slice(0, 4), '001a');
    assert.equal(Buffer.from(head.subarray(2)).toString(), '{"name":"a.zip","bytes":6}');
  });

  test('says what was offered, and its own length', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const head = writePipeHead(offer);
        assert.equal(readPipeHeadLength(head), head.length - PIPE_HEAD_LENGTH_BYTES);
        assert.deepEqual(read(head), offer);
      }),
    );
  });

  test('the longest name fits', () => {
    const head = writePipeHead({ name: '\u0001'.repeat(255), bytes: Number.MAX_SAFE_INTEGER });
    assert.ok(head.length <= PIPE_HEAD_LENGTH_BYTES + PIPE_HEAD_MAX_BYTES);
    assert.notEqual(read(head), undefined);
  });

  test('of anything else there is none', () => {
    assert.equal(readPipeHeadLength(Uint8Array.of(8, 1)), undefined);
    assert.equal(readPipeHeadLength(Uint8Array.of(0)), undefined);
    for (const text of ['', '[]x', 'null', '{"bytes":-1}', '{"name":7}', `{"name":"${'x'.repeat(256)}"}`])
      assert.equal(readPipeOffer(Buffer.from(text)), undefined, text);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void read(bytes)));
  });
});
