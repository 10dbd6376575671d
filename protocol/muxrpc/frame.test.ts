import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vectors from '../../spec/vectors/muxrpc.json' with { type: 'json' };
import { bodyOf, bodyTypeOf, HEAD_BYTES, readLength, readRequest, rewriteHead } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { SERVER_LIMITS } from './limits.ts';
import { Lane, Outbox } from './outbox.ts';
import { ALL_BYTES, allocate } from './test-sessions.ts';

describe('frames', () => {
  for (const { about, bytes, flags, request, ...content } of vectors.frames) {
    const whole = Buffer.from(bytes.map(([hex]) => hex).join(''), 'hex');
    const body = 'bodyHex' in content ? Buffer.from(content.bodyHex ?? '', 'hex') : Buffer.from(content.body);

    test(`${about}: read`, () => {
      const reader = new FrameReader(SERVER_LIMITS.frameBytes);
      reader.push(whole);
      const frame = reader.next();
      assert.ok(frame !== undefined);
      assert.deepEqual(
        [
          frame[0],
          bodyTypeOf(flags),
          readLength(frame, 0),
          readRequest(frame, 0),
          Buffer.from(bodyOf(frame)),
        ],
        [flags, flags & 3, body.length, request, body],
      );
      assert.equal(reader.next(), undefined);
    });

    test(`${about}: written`, () => {
      const outbox = new Outbox(allocate, () => undefined);
      outbox.grant(ALL_BYTES);
      outbox.write(new Lane(), flags, request, body);
      assert.deepEqual(Buffer.from(outbox.take() ?? []), whole);
    });
  }

  test('a head is changed in place, and nothing else', () => {
    const frame = Buffer.from('0f00000002000000076869', 'hex');
    rewriteHead(frame, 0, 8, -7);
    assert.equal(frame.toString('hex'), '0800000002fffffff96869');
  });

  test('a length is unsigned, a request number signed', () => {
    const head = Buffer.from('00ffffffffffffffff', 'hex');
    assert.equal(head.length, HEAD_BYTES);
    assert.equal(readLength(head, 0), 2 ** 32 - 1);
    assert.equal(readRequest(head, 0), -1);
  });
});
