import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  Connection,
  type FeedId,
  feedIdOf,
  HEAD_BYTES,
  PlainChannel,
  type Receiver,
  type Request,
  SERVER_LIMITS,
  type Stream,
} from '@open-rooms/protocol';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import type { TunnelPeer } from './tunnel-peer.ts';
import { MAX_TUNNELS_PER_TARGET, Tunnels } from './tunnels.ts';

const ROOM = feedIdOf(new Uint8Array(32).fill(9));
const STALL_MS = 10_000;
const CHUNK = new Uint8Array(64 * 1024).fill(7);

/** Far more than may wait for one receiver. */
const ENOUGH_BYTES = 4 * 1024 * 1024;

/** A peer of a room in memory, and the room's end of its connection. */
class TestPeer implements TunnelPeer {
  readonly id: FeedId;
  readonly client: Connection;
  readonly wire: MemoryWire;
  /** What the system still holds of what the room sent to it. */
  unsent = 0;
  holds = 0;
  readonly asked: { stream: Stream; request: Request }[] = [];
  readonly #room: Connection;

  constructor(
    number: number,
    clock: VirtualClock,
    onRequest: (peer: TestPeer, stream: Stream, request: Request) => void,
  ) {
    this.id = feedIdOf(new Uint8Array(32).fill(number));
    const [near, far] = MemoryWire.pair();
    this.wire = far;
    const parts = { limits: SERVER_LIMITS, clock, allocate: (length: number) => new Uint8Array(length) };
    const events = { onOpen: () => {}, onClosed: () => {} };
    this.#room = new Connection(near, {
      ...parts,
      channel: new PlainChannel(),
      unsentBytes: () => this.unsent,
      events: { ...events, onRequest: (stream, request) => onRequest(this, stream, request) },
    });
    this.client = new Connection(far, {
      ...parts,
      channel: new PlainChannel(),
      events: { ...events, onRequest: (stream, request) => this.asked.push({ stream, request }) },
    });
    near.attach(this.#room);
    far.attach(this.client);
  }

  request(name: string, type: 'duplex', args: readonly unknown[]): Stream {
    return this.#room.request(name, type, args);
  }

  hold(): Disposable {
    this.holds++;
    const hold = this.#room.hold();
    return {
      [Symbol.dispose]: () => {
        this.holds--;
        hold[Symbol.dispose]();
      },
    };
  }

  get deliveredBytes(): number {
    return this.#room.deliveredBytes;
  }
}

/** Writes down what a stream brings. */
class Heard implements Receiver {
  bytes = 0;
  readonly ends: (string | undefined)[] = [];

  constructor(stream: Stream) {
    stream.receiver = this;
  }

  onFrame(frame: Uint8Array): void {
    this.bytes += frame.length - HEAD_BYTES;
  }

  onEnd(error: string | undefined): void {
    this.ends.push(error);
  }
}

/** A room with two peers, 1 and 2, both online. */
class TestRoom {
  readonly clock = new VirtualClock();
  readonly counts = { open: 0, opened: 0, bytesForwarded: 0 };
  readonly refused: string[] = [];
  tooSlow = 0;
  readonly origin = this.#peer(1);
  readonly target = this.#peer(2);
  readonly #tunnels = new Tunnels({
    room: ROOM,
    reach: (id) => [this.origin, this.target].find((peer) => peer.id === id),
    clock: this.clock,
    counts: this.counts,
    onTooSlow: () => this.tooSlow++,
  });

  #peer(number: number): TestPeer {
    return new TestPeer(number, this.clock, (peer, stream, request) => {
      try {
        this.#tunnels.connect(peer, stream, request.args[0] as { target: FeedId });
      } catch (error) {
        this.refused.push(String(error));
        stream.fail(String(error));
      }
    });
  }

  /** Opens a tunnel from the origin; answers both of its ends. */
  async open(address: object = { target: this.target.id }): Promise<[Stream, Stream | undefined]> {
    const near = this.origin.client.request('tunnel.connect', 'duplex', [address]);
    const before = this.target.asked.length;
    await settled();
    return [near, this.target.asked[before]?.stream];
  }
}

/** Everything that is on its way in memory arrives. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Opens a tunnel whose target reads nothing, and pushes into it until its sender is held. */
async function stalled(room: TestRoom): Promise<{ near: Heard; far: Heard; sent: number }> {
  const [stream, farStream] = await room.open();
  assert.ok(farStream);
  const near = new Heard(stream);
  const far = new Heard(farStream);
  room.target.wire.pause();
  let sent = 0;
  while (room.origin.holds === 0 && sent < ENOUGH_BYTES) {
    stream.sendBytes(CHUNK);
    sent += CHUNK.length;
    await settled();
  }
  assert.equal(room.origin.holds, 1);
  return { near, far, sent };
}

describe('a tunnel', () => {
  test('the target is asked with portal, target and origin, and bytes pass both ways', async () => {
    const room = new TestRoom();
    const [near, far] = await room.open({ target: room.target.id, portal: ROOM, instance: 3 });
    assert.ok(far);
    assert.deepEqual(room.target.asked[0]?.request.args, [
      { portal: ROOM, target: room.target.id, origin: room.origin.id, instance: 3 },
    ]);
    const [atNear, atFar] = [new Heard(near), new Heard(far)];
    near.sendBytes(new Uint8Array(5));
    far.sendBytes(new Uint8Array(7));
    await settled();
    assert.deepEqual([atNear.bytes, atFar.bytes], [7, 5]);
    assert.deepEqual(room.counts, { open: 1, opened: 1, bytesForwarded: 12 });
  });

  for (const [how, end, told] of [
    ['well', (stream: Stream) => stream.end(), undefined],
    ['with an error', (stream: Stream) => stream.fail('no more'), 'no more'],
  ] as const) {
    test(`that ends ${how} ends so at the other side, once, and is counted no more`, async () => {
      const room = new TestRoom();
      const [near, far] = await room.open();
      assert.ok(far);
      const atFar = new Heard(far);
      end(near);
      await settled();
      end(far);
      await settled();
      assert.deepEqual(atFar.ends, [told]);
      assert.equal(room.counts.open, 0);
    });
  }

  test('ends when either peer is gone, and leaves no timer and no hold', async () => {
    for (const gone of ['origin', 'target'] as const) {
      const room = new TestRoom();
      await stalled(room);
      room[gone].wire.destroy();
      await settled();
      assert.equal(room.counts.open, 0, gone);
      assert.deepEqual([room.origin.holds, room.target.holds], [0, 0], gone);
      assert.equal(room.tooSlow, 0);
    }
  });

  test('to oneself, to nobody, through another room: refused', async () => {
    const room = new TestRoom();
    await room.open({ target: room.origin.id });
    await room.open({ target: feedIdOf(new Uint8Array(32)) });
    await room.open({ target: room.target.id, portal: room.target.id });
    assert.equal(room.refused.length, 3);
    assert.match(room.refused[0] ?? '', /can't connect to self/);
    assert.match(room.refused[1] ?? '', /could not connect to:/);
    assert.match(room.refused[2] ?? '', /talking to the wrong room/);
  });

  test('one target has so many, and a place that is left is free again', async () => {
    const room = new TestRoom();
    const limit = Math.min(MAX_TUNNELS_PER_TARGET, SERVER_LIMITS.openRequests);
    const streams: Stream[] = [];
    while (streams.length < limit) streams.push((await room.open())[0]);
    assert.equal(room.counts.open, limit);
    const [, refused] = await room.open();
    assert.equal(refused, undefined);
    streams[0]?.end();
    await settled();
    const [, again] = await room.open();
    assert.ok(again);
  });
});

describe('a receiver that does not keep up', () => {
  test('holds its sender, and lets it go on when it reads again: all arrives', async () => {
    const room = new TestRoom();
    const { far, sent } = await stalled(room);
    room.target.wire.resume();
    await settled();
    assert.equal(room.origin.holds, 0);
    assert.equal(far.bytes, sent);
    room.clock.advance(STALL_MS);
    assert.equal(room.tooSlow, 0);
  });

  test('is ended where it stands still; its sender is told, and held no longer', async () => {
    const room = new TestRoom();
    const { near } = await stalled(room);
    room.clock.advance(STALL_MS - 1);
    assert.equal(room.tooSlow, 0);
    room.clock.advance(1);
    await settled();
    assert.equal(room.tooSlow, 1);
    assert.match(near.ends[0] ?? '', /^too-slow/);
    assert.equal(room.origin.holds, 0);
    assert.equal(room.counts.open, 0);
  });

  test('is not ended while the system tells that it takes something, however little', async () => {
    const room = new TestRoom();
    room.target.unsent = 4_000_000;
    await stalled(room);
    for (let round = 0; round < 10; round++) {
      room.clock.advance(STALL_MS - 1_000);
      room.target.unsent--;
      room.clock.advance(1_000);
    }
    assert.equal(room.tooSlow, 0);
    room.clock.advance(STALL_MS + 1_000);
    assert.equal(room.tooSlow, 1);
  });
});
