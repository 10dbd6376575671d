import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hearing } from '../connection/test-connections.ts';
import { END, HEAD_BYTES, STREAM, writeHead } from '../muxrpc/frame.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { MemoryWire } from '../testing/wire-pair.ts';
import { creditStreamSuite } from './credit-stream.suite.ts';
import { type LoneWire, loneStream, MAX_LONE_FRAME_BYTES } from './lone-stream.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const streamOn = (wire: LoneWire, isAsker: boolean) =>
  loneStream(wire, { isAsker, name: 'pipe', allocate: (length) => new Uint8Array(length) });

function openOf(streams: readonly Stream[]): number {
  return streams.filter(({ sentEnd, receivedEnd }) => !sentEnd && !receivedEnd).length;
}

creditStreamSuite('wires of their own', async (count) => {
  const pairs = Array.from({ length: count }, () => MemoryWire.pair());
  const lefts = pairs.map(([wire]) => streamOn(wire, true));
  const rights = pairs.map(([, wire]) => streamOn(wire, false));
  return {
    ...{ lefts, rights, wires: pairs.flat() },
    open: () => [openOf(lefts), openOf(rights)],
    close: () => {
      for (const [wire] of pairs) wire.destroy();
    },
  };
});

/** A frame with a head that claims what it likes. */
function frameOf(flags: number, request: number, body: Uint8Array, length = body.length): Uint8Array {
  const frame = new Uint8Array(HEAD_BYTES + body.length);
  writeHead(frame, 0, flags, length, request);
  frame.set(body, HEAD_BYTES);
  return frame;
}

/** A stream whose other end writes by hand, and what that end is sent. */
function byHand() {
  const [ours, theirs] = MemoryWire.pair();
  const stream = streamOn(ours, false);
  const heard = hearing(stream);
  let answer = Buffer.alloc(0);
  theirs.attach({
    onBytes: (bytes) => {
      answer = Buffer.concat([answer, bytes]);
    },
    onDrained: () => undefined,
    onClosed: () => undefined,
  });
  return { stream, heard, ours, theirs, answer: () => answer.toString('latin1') };
}

describe('a stream on a wire of its own', () => {
  test('carries frames both ways, cut anywhere, and closes the wire when it ends', async () => {
    const [wire, other] = MemoryWire.pair();
    const [left, right] = [streamOn(wire, true), streamOn(other, false)];
    const [heardLeft, heardRight] = [hearing(left), hearing(right)];
    left.sendBytes(Buffer.from('one'));
    left.send({ two: 2 });
    right.send('three');
    await quiet();
    right.end();
    await quiet();
    assert.deepEqual(
      [heardLeft, heardRight],
      [
        ['three', 'end: well'],
        ['one', '{"two":2}'],
      ],
    );
    assert.deepEqual([wire.isClosed, other.isClosed], [true, true]);
  });

  test('reads frames that come byte by byte, and nothing behind the end', async () => {
    const { heard, theirs } = byHand();
    const frames = [
      frameOf(STREAM, 1, Buffer.from('tea')),
      frameOf(STREAM | END | 2, 1, Buffer.from('true')),
      frameOf(STREAM, 1, Buffer.from('more')),
    ];
    for (const byte of Buffer.concat(frames)) theirs.write(Uint8Array.of(byte));
    await quiet();
    assert.deepEqual(heard, ['tea', 'end: well']);
  });

  for (const [what, bytes, sentence] of [
    [
      'a frame that is too long',
      frameOf(STREAM, 1, new Uint8Array(0), MAX_LONE_FRAME_BYTES + 1),
      /^frame-too-large: A frame of 65537 bytes/,
    ],
    ['a frame of another stream', frameOf(STREAM, 2, Buffer.from('x')), /^not-this-stream: /],
    ["its own side's number", frameOf(STREAM, -1, Buffer.from('x')), /^not-this-stream: /],
    ['a call', frameOf(2, 1, Buffer.from('{"name":["whoami"]}')), /^not-this-stream: /],
    ['a goodbye', new Uint8Array(HEAD_BYTES), /^not-this-stream: /],
  ] as const) {
    test(`who sends ${what} is cut with a sentence, and hears it`, async () => {
      const { heard, ours, theirs, answer } = byHand();
      theirs.write(bytes);
      await quiet();
      const [end = '', ...more] = heard;
      assert.match(end.replace('end: ', ''), sentence);
      assert.deepEqual(more, []);
      assert.match(JSON.parse(answer().slice(HEAD_BYTES)).message, sentence);
      assert.ok(ours.isClosed);
    });
  }

  test('what is announced is not held before it comes', async () => {
    const { heard, theirs } = byHand();
    theirs.write(frameOf(STREAM, 1, new Uint8Array(3), MAX_LONE_FRAME_BYTES));
    await quiet();
    assert.deepEqual(heard, []);
    theirs.destroy();
    await quiet();
    assert.deepEqual(heard, ['end: the connection ended']);
  });

  test('what a slow wire does not take waits here, and is bounded', async () => {
    const { stream, heard, theirs } = byHand();
    theirs.pause();
    while (!stream.isCongested) {
      stream.sendBytes(Buffer.alloc(16 * 1024, 1));
      await quiet();
    }
    assert.ok(stream.queuedBytes <= 128 * 1024, `${stream.queuedBytes} bytes wait`);
    stream.sendBytes(Buffer.alloc(1));
    assert.equal(stream.sentEnd, true);
    assert.deepEqual(heard, []);
  });
});

test('who ended it learns when the far end has read that: it closes the wire then', async () => {
  const [ours, theirs] = MemoryWire.pair();
  let isClosed = false;
  const onClosed = () => (isClosed = true);
  const stream = loneStream(ours, {
    ...{ isAsker: true, name: 'pipe', allocate: (length) => new Uint8Array(length) },
    onClosed,
  });
  stream.cut('they stopped it');
  await quiet();
  assert.equal(isClosed, false, 'nobody has read it');
  const heard = hearing(streamOn(theirs, false));
  await quiet();
  assert.deepEqual([heard, isClosed], [['end: they stopped it'], true]);
});
