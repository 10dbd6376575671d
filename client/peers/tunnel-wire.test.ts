import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HEAD_BYTES, type Stream } from '@open-rooms/protocol';
import { tunnelPair } from '../testing/tunnel-pair.ts';
import { MAX_UNREAD_BYTES, TunnelWire } from './tunnel-wire.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const allocate = (length: number) => new Uint8Array(length);

/** A wire and all that it told. */
function listening(stream: Stream) {
  const wire = new TunnelWire(stream, allocate);
  const told: string[] = [];
  const received: Uint8Array[] = [];
  wire.attach({
    onBytes: (bytes) => received.push(bytes),
    onDrained: () => told.push('drained'),
    onClosed: () => told.push(`closed: ${wire.error ?? 'well'}`),
  });
  return { wire, told, received: () => Buffer.concat(received) };
}

/** Lengths of the frames that come out of a stream. */
function frameLengths(stream: Stream): number[] {
  const lengths: number[] = [];
  stream.receiver = { onFrame: (frame) => lengths.push(frame.length - HEAD_BYTES), onEnd: () => undefined };
  return lengths;
}

describe('a tunnel as a wire', () => {
  test('all that is written in one turn leaves as one frame', async () => {
    const { dialled, answered } = await tunnelPair();
    const lengths = frameLengths(answered);
    const { wire } = listening(dialled);
    for (const length of [34, 9, 34, 100]) wire.write(new Uint8Array(length));
    await quiet();
    wire.write(new Uint8Array(5));
    await quiet();
    assert.deepEqual(lengths, [34 + 9 + 34 + 100, 5]);
  });

  test('what is longer than a frame is divided, and arrives in order', async () => {
    const { dialled, answered } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
    left.wire.write(bytes.slice());
    await quiet();
    assert.ok(right.received().equals(Buffer.from(bytes)));
    assert.ok(left.told.includes('drained'));
  });

  test('has a backlog until what is below has taken it', async () => {
    const { dialled, answered, wires } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    wires[1].pause();
    for (let round = 0; round < 40; round++) {
      left.wire.write(new Uint8Array(64 * 1024));
      await quiet();
    }
    assert.ok(left.wire.backlog > 0);
    assert.deepEqual(
      left.told.filter((told) => told.startsWith('closed')),
      [],
    );
    wires[1].resume();
    await quiet();
    await quiet();
    assert.deepEqual([left.wire.backlog, right.received().length], [0, 40 * 64 * 1024]);
    assert.equal(left.told.at(-1), 'drained');
  });

  test('an end goes behind what was written, even where that has to wait', async () => {
    const { dialled, answered, wires } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    wires[1].pause();
    for (let round = 0; round < 10; round++) {
      left.wire.write(new Uint8Array(128 * 1024));
      await quiet();
    }
    left.wire.end();
    left.wire.write(new Uint8Array(1));
    wires[1].resume();
    await quiet();
    await quiet();
    assert.equal(right.received().length, 10 * 128 * 1024);
    assert.deepEqual([left.told.at(-1), right.told.at(-1)], ['closed: well', 'closed: well']);
  });

  test('what a paused reader has not read is kept in order, and comes before the end', async () => {
    const { dialled, answered } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    right.wire.pause();
    left.wire.write(Buffer.from('one '));
    await quiet();
    left.wire.write(Buffer.from('two'));
    left.wire.end();
    await quiet();
    assert.deepEqual([right.received().length, right.told], [0, []]);
    right.wire.resume();
    await quiet();
    assert.equal(right.received().toString(), 'one two');
    assert.deepEqual(right.told, ['closed: well']);
  });

  test('a reader that pauses for good is given up, and the sender told why', async () => {
    const { dialled, answered } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    right.wire.pause();
    for (let sent = 0; sent <= MAX_UNREAD_BYTES; sent += 64 * 1024) {
      left.wire.write(new Uint8Array(64 * 1024));
      await quiet();
    }
    await quiet();
    assert.match(left.told.at(-1) ?? '', /^closed: too-slow: \d+ bytes of the tunnel were not read$/);
    assert.match(right.told.at(-1) ?? '', /^closed: too-slow/);
  });

  test('says what the room said when it ended the tunnel', async () => {
    const { dialled, answered } = await tunnelPair();
    const left = listening(dialled);
    answered.fail('could not connect to:@bob');
    await quiet();
    assert.deepEqual(left.told, ['closed: could not connect to:@bob']);
  });

  test('destroyed, it forgets what waits and is over once', async () => {
    const { dialled, answered } = await tunnelPair();
    const left = listening(dialled);
    const right = listening(answered);
    left.wire.write(new Uint8Array(10));
    left.wire.destroy();
    left.wire.destroy();
    left.wire.end();
    await quiet();
    assert.deepEqual([left.told, right.told], [['closed: well'], ['closed: well']]);
  });
});
