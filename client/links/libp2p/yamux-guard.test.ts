import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cutAt } from '@open-rooms/protocol/testing';
import fc from 'fast-check';
import { MAX_YAMUX_FRAME_BYTES } from '../link-limits.ts';
import { BadFrame, YamuxGuard } from './yamux-guard.ts';

/** A frame whose head may claim more than follows. */
function frame(type: number, body = 0, length = body, version = 0): Uint8Array {
  const bytes = new Uint8Array(12 + body);
  bytes.set([version, type]);
  new DataView(bytes.buffer).setUint32(8, length);
  return bytes;
}

const honest = fc.array(
  fc.oneof(
    fc.nat(300).map((body) => frame(0, body)),
    // What is no data says numbers, and nothing follows them.
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(0xffff_ffff)).map(([type, word]) => frame(type, 0, word)),
  ),
  { maxLength: 20 },
);

const bad = fc.oneof(
  fc.integer({ min: MAX_YAMUX_FRAME_BYTES + 1, max: 0xffff_ffff }).map((length) => frame(0, 0, length)),
  fc.integer({ min: 4, max: 255 }).map((type) => frame(type)),
  fc.integer({ min: 1, max: 255 }).map((version) => frame(0, 0, 0, version)),
);

describe('frames of a base connection', () => {
  test('pass, however they are cut, up to the longest', () => {
    fc.assert(
      fc.property(honest, fc.array(fc.nat(4_000)), (frames, cuts) => {
        const guard = new YamuxGuard();
        for (const part of cutAt(Uint8Array.from(Buffer.concat(frames)), cuts)) guard.pass(part);
      }),
    );
    const guard = new YamuxGuard();
    guard.pass(frame(0, MAX_YAMUX_FRAME_BYTES));
    guard.pass(frame(2));
  });

  test('that claim more, or are none, are refused at their head, whatever came before', () => {
    fc.assert(
      fc.property(honest, bad, fc.array(fc.nat(4_000)), (frames, last, cuts) => {
        const guard = new YamuxGuard();
        const parts = cutAt(Uint8Array.from(Buffer.concat([...frames, last])), cuts);
        assert.throws(() => {
          for (const part of parts) guard.pass(part);
        }, BadFrame);
      }),
    );
  });
});
