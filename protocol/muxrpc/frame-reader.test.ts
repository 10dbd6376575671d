import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ProtocolError } from './errors.ts';
import { FrameReader } from './frame-reader.ts';
import { frameOf } from './test-sessions.ts';

const frames = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.uint8Array(),
    )
    .map(([flags, request, body]) => frameOf(flags, request, body)),
  { maxLength: 12, size: 'max' },
);
const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 40 }));

function readAll(reader: FrameReader, run: Uint8Array): Buffer[] {
  const found: Buffer[] = [];
  reader.push(run);
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) found.push(Buffer.from(frame));
  return found;
}

describe('the frame reader', () => {
  test('finds the same frames wherever the stream is cut', () => {
    fc.assert(
      fc.property(frames, cuts, (sent, lengths) => {
        const reader = new FrameReader(1000);
        const stream = Buffer.concat(sent);
        const found: Buffer[] = [];
        for (let at = 0; at < stream.length; ) {
          const end = at + (lengths.next().value ?? 1);
          found.push(...readAll(reader, Buffer.from(stream.subarray(at, end))));
          at = end;
        }
        assert.deepEqual(
          found,
          sent.map((frame) => Buffer.from(frame)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('answers any bytes with frames or a ProtocolError', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 30, size: 'max' }), (runs) => {
        const reader = new FrameReader(1 << 20);
        try {
          for (const run of runs) readAll(reader, run);
        } catch (error) {
          assert.ok(error instanceof ProtocolError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses a head that claims 4 GiB at once, in one piece or in nine', () => {
    const head = Buffer.from('02ffffffff00000001', 'hex');
    const refusal = {
      code: 'frame-too-large',
      message: 'A frame of 4294967295 bytes: at most 1000 are allowed.',
    };
    assert.throws(() => readAll(new FrameReader(1000), head), refusal);
    const reader = new FrameReader(1000);
    for (let at = 0; at < 8; at++) assert.deepEqual(readAll(reader, head.subarray(at, at + 1)), []);
    assert.throws(() => readAll(reader, head.subarray(8)), refusal);
  });

  test('takes the longest frame that is allowed, and not one byte more', () => {
    assert.equal(readAll(new FrameReader(10), frameOf(0, 1, new Uint8Array(10))).length, 1);
    assert.throws(() => readAll(new FrameReader(10), frameOf(0, 1, new Uint8Array(11))), ProtocolError);
  });

  test('holds what came, not what was announced', () => {
    const before = process.memoryUsage().arrayBuffers;
    const head = Buffer.from('024000000000000001', 'hex');
    const readers = Array.from({ length: 200 }, () => {
      const reader = new FrameReader(2 ** 31);
      readAll(reader, head);
      readAll(reader, new Uint8Array(1000));
      return reader;
    });
    assert.ok(process.memoryUsage().arrayBuffers - before < 4_000_000);
    assert.equal(readers.length, 200);
  });

  test('gives a frame in the memory that was pushed, without copying it', () => {
    const run = frameOf(2, 1, 'body');
    const reader = new FrameReader(100);
    reader.push(run);
    assert.equal(reader.next()?.buffer, run.buffer);
  });
});
