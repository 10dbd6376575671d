import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FrameGuard } from './frame-guard.ts';

const STREAM = 8;
const END = 4;
const JSON_BODY = 2;
const TEXT_BODY = 1;

function frame(flags: number, req: number, body: string): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(9);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(bytes.length, 1);
  head.writeInt32BE(req, 5);
  return Buffer.concat([head, bytes]);
}

const CALL = '{"name":["whoami"],"args":[]}';
const OPENING = '{"name":["gossip","ping"],"args":[],"type":"duplex"}';

function passes(...frames: Buffer[]): boolean {
  const guard = new FrameGuard();
  return frames.every((bytes) => guard.passes(bytes));
}

describe('frames of a peer pass', () => {
  for (const [what, ...frames] of [
    ['a call', frame(JSON_BODY, 1, CALL)],
    ['a call behind spaces', frame(JSON_BODY, 1, ` \t\r\n${CALL}`)],
    ['an answer that is null', frame(JSON_BODY, -1, 'null')],
    ['an end that is no error, of one of our streams', frame(JSON_BODY | STREAM | END, -1, 'false')],
    [
      'null in a stream that is open',
      frame(JSON_BODY | STREAM, 1, OPENING),
      frame(JSON_BODY | STREAM, 1, 'null'),
    ],
    [
      'the end of a stream',
      frame(JSON_BODY | STREAM, 1, OPENING),
      frame(JSON_BODY | STREAM | END, 1, 'true'),
    ],
    ['the late end of a stream that we ended', frame(JSON_BODY | STREAM | END, 1, 'true')],
    ['text for a request, which muxrpc refuses itself', frame(TEXT_BODY, 1, 'null')],
    ['a goodbye', Buffer.alloc(9)],
  ] as const) {
    test(what, () => assert.ok(passes(...frames)));
  }
});

describe('frames that end a stock app do not', () => {
  for (const [what, ...frames] of [
    ['a call that is null', frame(JSON_BODY, 1, 'null')],
    ['a call that is null, behind spaces', frame(JSON_BODY, 1, '  null')],
    ['a stream that begins with null', frame(JSON_BODY | STREAM, 1, 'null')],
    ['a stream that is new and ends with false', frame(JSON_BODY | STREAM | END, 1, 'false')],
    ['a stream that is new and ends with 0', frame(JSON_BODY | STREAM | END, 1, '0')],
    [
      'null in a stream that has ended',
      frame(JSON_BODY | STREAM, 1, OPENING),
      frame(JSON_BODY | STREAM | END, 1, 'true'),
      frame(JSON_BODY | STREAM, 1, 'null'),
    ],
  ] as const) {
    test(what, () => assert.ok(!passes(...frames)));
  }
});

test('however the bytes are cut, the same frames pass', () => {
  const good = Buffer.concat([
    frame(JSON_BODY, 1, CALL),
    frame(JSON_BODY | STREAM, 2, OPENING),
    frame(STREAM, 2, 'bytes'),
    frame(JSON_BODY | STREAM | END, 2, 'true'),
  ]);
  const bad = Buffer.concat([good, frame(JSON_BODY, 3, ' null')]);
  fc.assert(
    fc.property(fc.array(fc.nat(bad.length), { maxLength: 20 }), (places) => {
      const cuts = [0, ...places.toSorted((a, b) => a - b)];
      const pieces = (bytes: Buffer) => cuts.map((from, at) => bytes.subarray(from, cuts[at + 1]));
      assert.ok(passes(...pieces(good)));
      assert.ok(!passes(...pieces(bad)));
    }),
  );
});
