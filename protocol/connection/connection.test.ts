import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BodyType, STREAM } from '../muxrpc/frame.ts';
import { SERVER_LIMITS } from '../muxrpc/limits.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { ask, frameOf } from '../muxrpc/test-sessions.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { MemoryWire } from '../testing/wire-pair.ts';
import { connectionPair, hearing, TestConnection } from './test-connections.ts';

/** Everything that is under way in memory has arrived: a macrotask runs when no microtask is left. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A connection whose other end writes raw bytes. */
function rawPeer(options: ConstructorParameters<typeof TestConnection>[2] = {}) {
  const clock = new VirtualClock(1_000_000);
  const [wire, raw] = MemoryWire.pair();
  const received: number[] = [];
  let closed = false;
  raw.attach({
    onBytes: (bytes) => received.push(bytes.length),
    onDrained: () => undefined,
    onClosed: () => {
      closed = true;
    },
  });
  const { connection, told } = new TestConnection(wire, clock, options);
  return { clock, wire, raw, connection, told, received, isClosed: () => closed };
}

/** A handler that keeps every stream that it is asked for. */
function keeping(): { streams: Stream[]; onRequest: (stream: Stream) => void } {
  const streams: Stream[] = [];
  return { streams, onRequest: (stream) => streams.push(stream) };
}

describe('a connection', () => {
  test('carries calls and streams both ways', async () => {
    const { left, right } = connectionPair();
    const heard = [left, right].map(({ connection }) => hearing(connection.request('method', 'async', [])));
    await quiet();
    assert.deepEqual(heard, [['answer'], ['answer']]);
    assert.deepEqual([left.connection.openStreams, right.connection.openStreams], [0, 0]);
  });

  test('sends the frames of one turn in one write', async () => {
    const { received, connection } = rawPeer();
    for (let n = 0; n < 10; n++) connection.request('method', 'async', []);
    await quiet();
    assert.equal(received.length, 1);
  });

  test('hands a socket that takes nothing no more than a write or two, and goes on when it drains', async () => {
    const { raw, wire, connection, received } = rawPeer();
    raw.pause();
    const stream = connection.request('tunnel', 'duplex', []);
    for (let n = 0; n < 100; n++) stream.forward(frameOf(0, 9, new Uint8Array(4096)));
    await quiet();
    assert.ok(wire.backlog <= 80 * 1024, `${wire.backlog} bytes`);
    assert.ok(stream.queuedBytes >= 300 * 1024, `${stream.queuedBytes} bytes`);
    raw.resume();
    await quiet();
    assert.deepEqual([wire.backlog, stream.queuedBytes], [0, 0]);
    assert.ok(received.reduce((sum, length) => sum + length, 0) > 100 * 4096);
  });

  test('gives a small call its turn before a long queue', async () => {
    const order: string[] = [];
    const right = keeping();
    const { left, right: far, leftWire } = connectionPair({ onRequest: () => order.push('call') }, right);
    const bulk = left.connection.request('bulk', 'duplex', []);
    bulk.receiver = { onFrame: () => order.push('bulk'), onEnd: () => undefined };
    await quiet();
    leftWire.pause();
    for (let n = 0; n < 100; n++) right.streams[0]?.forward(frameOf(0, 9, new Uint8Array(4096)));
    await quiet();
    far.connection.request('method', 'async', []);
    leftWire.resume();
    await quiet();
    assert.equal(order.length, 101);
    // What the socket had already, one frame of the queue, and then the call.
    assert.ok(order.indexOf('call') <= 18, `${order.indexOf('call')}`);
  });

  test('is read again only when the last hold is released, and each is released once', async () => {
    const { left, right } = connectionPair();
    const [first, second] = [left.connection.hold(), left.connection.hold()];
    right.connection.request('method', 'async', []);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    await quiet();
    assert.deepEqual([left.connection.isHeld, left.told], [true, ['open']]);
    second[Symbol.dispose]();
    await quiet();
    assert.deepEqual([left.connection.isHeld, left.told], [false, ['open', 'method']]);
  });

  test('counts what it refuses', async () => {
    const { raw, told } = rawPeer({ limits: { openRequests: 1 }, ...keeping() });
    raw.write(Buffer.concat([frameOf(2, 1, '{'), ask(2, 'source'), ask(3, 'source')]));
    await quiet();
    assert.deepEqual(told, ['open', 'bad-request', 'method', 'too-many-requests']);
  });

  test('tells a request that waits behind too many others that the other side is too slow', async () => {
    const { raw, connection } = rawPeer({ limits: { ownRequests: 5 } });
    raw.pause();
    const heard = Array.from({ length: 6 }, () => hearing(connection.request('tunnel', 'duplex', [])));
    await quiet();
    const sentence = 'end: too-slow: too many requests wait for the other side of tunnel';
    assert.deepEqual(heard, [[], [], [], [], [], [sentence]]);
  });
});

describe('a peer that asks too fast', () => {
  test('is read more slowly, and is not refused', async () => {
    const { clock, raw, told, connection } = rawPeer({
      limits: { requestsPerSecond: 100, requestBurst: 10 },
    });
    const flood = (first: number) => Buffer.concat(Array.from({ length: 20 }, (_, n) => ask(first + n)));
    raw.write(flood(1));
    raw.write(flood(21));
    await quiet();
    assert.deepEqual([told.length - 1, connection.isHeld], [20, true]);
    clock.advance(99);
    await quiet();
    assert.equal(told.length - 1, 20);
    clock.advance(1);
    await quiet();
    assert.deepEqual([told.length - 1, connection.isHeld], [40, true]);
    clock.advance(200);
    await quiet();
    assert.deepEqual([connection.isHeld, connection.openStreams, clock.waiting], [false, 0, 0]);
    assert.ok(!told.includes('too-many-requests'));
  });

  test('and goes on while it is held is held once, and its end leaves no timer', async () => {
    const { clock, connection } = rawPeer({ limits: { requestsPerSecond: 100, requestBurst: 1 } });
    for (let request = 1; request < 10; request++) connection.onBytes(ask(request));
    assert.equal(clock.waiting, 1);
    connection.close();
    clock.advance(2_000);
    await quiet();
    assert.equal(clock.waiting, 0);
  });

  test('and never reads its answers is hung up on', async () => {
    const { clock, raw, told, wire } = rawPeer({ onRequest: (stream) => stream.send(1_600_000_000_000) });
    raw.pause();
    for (let first = 1; first < 100_000; first += 1000) {
      raw.write(Buffer.concat(Array.from({ length: 1000 }, (_, n) => ask(first + n))));
      await quiet();
      clock.advance(1000);
    }
    assert.equal(told.at(-1), 'closed: answers-unread');
    assert.ok(told.length < 60_000);
    assert.equal(wire.isClosed, true);
  });
});

describe('how a connection ends', () => {
  test('with a goodbye, which is answered; no timer is left', async () => {
    const { clock, left, right, leftWire, rightWire } = connectionPair();
    await quiet();
    left.connection.close();
    left.connection.close();
    await quiet();
    assert.deepEqual(
      [left.told, right.told],
      [
        ['open', 'closed: closed'],
        ['open', 'closed: goodbye'],
      ],
    );
    assert.deepEqual([leftWire.isClosed, rightWire.isClosed, clock.waiting], [true, true, 0]);
  });

  test('a goodbye is said once by each side', async () => {
    const { raw, received, told } = rawPeer();
    raw.write(frameOf(0, 0, ''));
    await quiet();
    assert.deepEqual(
      [received, told],
      [
        [9, 0],
        ['open', 'closed: goodbye'],
      ],
    );
  });

  test('a peer that hears a goodbye and stays is hung up on', async () => {
    const { clock, raw, connection, isClosed } = rawPeer();
    raw.pause();
    connection.close();
    clock.advance(1_999);
    await quiet();
    assert.equal(isClosed(), false);
    clock.advance(1);
    await quiet();
    assert.deepEqual([isClosed(), clock.waiting], [true, 0]);
  });

  for (const [how, end, reason] of [
    ['the wire closes', ({ raw }: ReturnType<typeof rawPeer>) => raw.destroy(), 'hang-up'],
    ['we close', ({ connection }: ReturnType<typeof rawPeer>) => connection.close(), 'closed'],
    ['a goodbye comes', ({ raw }: ReturnType<typeof rawPeer>) => raw.write(frameOf(0, 0, '')), 'goodbye'],
    [
      'the protocol is broken',
      ({ raw }: ReturnType<typeof rawPeer>) => raw.write(Buffer.from('00ffffffff00000001', 'hex')),
      'frame-too-large',
    ],
  ] as const) {
    test(`when ${how}, every open stream is told once`, async () => {
      const kept = keeping();
      const peer = rawPeer(kept);
      peer.raw.write(Buffer.concat([ask(1, 'duplex'), ask(2, 'source')]));
      await quiet();
      const streams = [...kept.streams, peer.connection.request('ours', 'async', [])];
      const heard = streams.map(hearing);
      end(peer);
      await quiet();
      assert.deepEqual(heard, Array(3).fill(['end: the connection ended']));
      assert.ok(streams.every(({ lost }) => lost));
      assert.equal(peer.told.at(-1), `closed: ${reason}`);
      assert.equal(peer.connection.openStreams, 0);
    });
  }

  test('an end right before bytes that break the protocol is still told', async () => {
    const kept = keeping();
    const { raw, told } = rawPeer(kept);
    raw.write(ask(1, 'duplex'));
    await quiet();
    const heard = kept.streams.map(hearing);
    raw.write(Buffer.concat([frameOf(14, 1, 'true'), frameOf(0, -(2 ** 31), '')]));
    await quiet();
    assert.deepEqual([heard, told.at(-1)], [[['end: well']], 'closed: bad-request-number']);
  });

  test('a request on a closed connection is told so', async () => {
    const { left } = connectionPair();
    left.connection.close();
    const stream = left.connection.request('method', 'async', []);
    const heard = hearing(stream);
    await quiet();
    assert.deepEqual(
      [heard, stream.lost, left.connection.openStreams],
      [['end: the connection ended'], true, 0],
    );
  });

  test('what a handler does while it is told hurts nobody', async () => {
    const { left, right } = connectionPair({}, keeping());
    const stream = left.connection.request('method', 'duplex', []);
    stream.receiver = {
      onFrame: () => undefined,
      onEnd: () => {
        stream.send('late');
        left.connection.close();
        left.connection.request('again', 'async', []);
        left.connection.hold()[Symbol.dispose]();
      },
    };
    await quiet();
    right.connection.close();
    await quiet();
    assert.deepEqual(left.told, ['open', 'closed: goodbye']);
  });

  test('room that is made while goodbyes are said may close the connection, too', async () => {
    const { raw, connection, told } = rawPeer();
    raw.pause();
    const stream = connection.request('tunnel', 'duplex', []);
    for (let n = 0; n < 40; n++) stream.forward(frameOf(STREAM | BodyType.binary, 1, new Uint8Array(4096)));
    await quiet();
    stream.receiver = {
      onFrame: () => undefined,
      onEnd: () => undefined,
      onRoom: () => connection.close('silent'),
    };
    stream.wantRoom(SERVER_LIMITS.queuedBytesPerRequest);
    connection.close();
    await quiet();
    assert.deepEqual(told, ['open', 'closed: closed']);
  });

  test('nothing is read that comes after the end', async () => {
    const { raw, connection, told } = rawPeer();
    await quiet();
    raw.write(ask(1));
    connection.close();
    await quiet();
    connection.onBytes(ask(2));
    connection.onDrained();
    assert.deepEqual(told, ['open', 'closed: closed']);
  });
});
