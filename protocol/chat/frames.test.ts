import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/chat.json' with { type: 'json' };
import { fromHex } from '../bytes/hex.ts';
import { cutAt } from '../testing/index.ts';
import { ChatFault } from './fault.ts';
import { ChatFrameReader } from './frame-reader.ts';
import { MAX_FRAME_BYTES, readFrame } from './frames.ts';

const whole = vectors.frames.map(({ bytes }) => fromHex(bytes));

function readAll(chunks: readonly Uint8Array[]) {
  const reader = new ChatFrameReader();
  return chunks.flatMap((chunk) => [...reader.read(chunk)].map(readFrame));
}

describe('the frame reader of a chat', () => {
  test('finds the same frames wherever the stream is cut', () => {
    const sent = fc.array(fc.constantFrom(...whole), { maxLength: 10 });
    fc.assert(
      fc.property(sent, fc.array(fc.nat(2000), { maxLength: 20 }), (frames, places) => {
        const stream = Buffer.concat(frames);
        assert.deepEqual(
          readAll(
            cutAt(
              stream,
              places.map((place) => Math.min(place, stream.length)),
            ),
          ),
          readAll(frames),
        );
      }),
    );
  });

  test('answers any bytes with frames or a named fault', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...whole), fc.nat(200), fc.nat(255))
      .map(([frame, at, byte]) => frame.with(at % frame.length, byte));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), { maxLength: 5 }),
        (chunks) => {
          try {
            readAll(chunks);
          } catch (error) {
            assert.ok(error instanceof ChatFault, String(error));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  for (const [what, bytes, code] of [
    ['a length of 4 GiB', 'ffffffff', 'frame-too-large'],
    [
      'one byte more than a record can have',
      (MAX_FRAME_BYTES + 1).toString(16).padStart(8, '0'),
      'frame-too-large',
    ],
    ['a frame without a type', '00000000', 'damaged'],
    ['a type that is unknown', '00000001 ff', 'damaged'],
    ['a hello of another protocol', '00000005 01 68747470', 'not-chat'],
    ['half a short id', `00000029 06 ${'00'.repeat(40)}`, 'damaged'],
    ['257 short ids', `00001031 06 ${'00'.repeat(0x1030)}`, 'damaged'],
    ['a leave with something behind it', `00000031 03 ${'00'.repeat(48)}`, 'damaged'],
  ] as const) {
    test(`${what} is ${code}`, () => {
      assert.throws(() => readAll([fromHex(bytes)]), { name: 'ChatFault', code });
    });
  }
});
