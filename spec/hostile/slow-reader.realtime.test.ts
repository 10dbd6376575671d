import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import { HEAD_BYTES, type Stream } from '@open-rooms/protocol';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { until } from './deadline.ts';
import { assertServes, echo, echoThroughTunnel, join, openTunnel } from './good-client.ts';
import { dialWire, TRANSPORTS, type Transport } from './wire.ts';

const CHUNK = Buffer.alloc(64 * 1024, 'chunk');

/** What is pushed at a receiver that has stopped: many times what may stay in the server. */
const OFFERED_BYTES = 400 * 1024 * 1024;

/** What a slow receiver takes, and how much of it is waited for. */
const SLOW_BYTES_PER_SECOND = 5_000_000;
const SLOW_BYTES = 60_000_000;

/** How much a client keeps in its own socket before it waits. */
const SENDER_BACKLOG_BYTES = 1024 * 1024;

/** Pushes bytes into a tunnel as fast as the socket takes them, until told to stop or all are sent. */
class Flood {
  sent = 0;
  ended: string | undefined;
  readonly #stream: Stream;

  constructor(from: RoomConnection, target: RoomConnection) {
    this.#stream = openTunnel(from, target.id, {
      onFrame: () => {},
      onEnd: (error) => {
        this.ended = error ?? 'well';
      },
    });
  }

  /** Sends while the tunnel is open and little waits on our side. */
  push(): void {
    while (
      this.ended === undefined &&
      this.sent < OFFERED_BYTES &&
      this.#stream.queuedBytes < SENDER_BACKLOG_BYTES / 8
    ) {
      CHUNK.writeUInt32BE(this.sent / CHUNK.length);
      this.#stream.sendBytes(CHUNK);
      this.sent += CHUNK.length;
    }
  }
}

describe('a receiver that stands still', () => {
  let room: AttackedRoom;
  before(async () => {
    room = await AttackedRoom.start();
    await assertServes(room);
  });
  after(() => room[Symbol.asyncDispose]());

  for (const transport of TRANSPORTS) {
    test(`ends too-slow, and costs the server little, over ${transport}`, async () => {
      await using peers = await threePeers(room, transport);
      const memory = room.memory();
      let peak = 0;
      const drops = await room.drops('too-slow');
      const flood = new Flood(peers.sender, peers.stopped);
      peers.stopReading();
      await until('the tunnel to end', () => {
        flood.push();
        peak = Math.max(peak, room.memory() - memory);
        return flood.ended !== undefined;
      });
      assert.match(flood.ended ?? '', /^too-slow/);
      assert.ok(peak < MEMORY_GROWTH_MAX, `grew by ${peak} bytes while ${flood.sent} were offered`);
      await room.countsDrop('too-slow', drops);
      await echoThroughTunnel(peers.sender, peers.other.id);
    });
  }
});

describe('a receiver that is slow', () => {
  test(`at ${SLOW_BYTES_PER_SECOND} bytes a second gets all, in order, and costs the server little`, async (t) => {
    await using room = await AttackedRoom.start();
    await assertServes(room);
    const order = new Order();
    await using peers = await threePeers(room, 'tcp', order);
    const memory = room.memory();
    let peak = 0;
    const flood = new Flood(peers.sender, peers.stopped);
    const pings = new Pings(peers.sender);
    const startedAt = performance.now();
    await until('the bytes to arrive', () => {
      flood.push();
      pings.ask();
      peak = Math.max(peak, room.memory() - memory);
      const allowed = ((performance.now() - startedAt) / 1000) * SLOW_BYTES_PER_SECOND;
      if (order.bytes > allowed) peers.stopReading();
      else peers.readOn();
      return order.bytes >= SLOW_BYTES;
    });
    t.diagnostic(`the sender's own pings took ${pings.told()}; memory grew by ${peak} bytes`);
    assert.equal(flood.ended, undefined);
    assert.equal(order.fault, undefined);
    assert.ok(peak < MEMORY_GROWTH_MAX, `grew by ${peak} bytes`);
  });
});

/** One call after the other on the sender's connection: what holding its socket costs its other streams. */
class Pings {
  readonly #from: RoomConnection;
  readonly #took: number[] = [];
  #waiting = false;

  constructor(from: RoomConnection) {
    this.#from = from;
  }

  ask(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const askedAt = performance.now();
    const answered = () => {
      this.#took.push(performance.now() - askedAt);
      this.#waiting = false;
    };
    this.#from.remote['tunnel.ping']().then(answered, answered);
  }

  /** Milliseconds: in the middle, and at worst. */
  told(): string {
    const sorted = this.#took.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    return `${Math.round(middle)} ms in the middle, ${Math.round(sorted.at(-1) ?? Number.NaN)} at worst`;
  }
}

/** Counts what arrives, and finds a chunk that is missing, cut or out of order. */
class Order {
  bytes = 0;
  fault: string | undefined;
  #next = 0;

  take(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (chunk.length !== CHUNK.length || chunk.readUInt32BE() !== this.#next++) {
      this.fault ??= `${chunk.length} bytes in place ${this.#next - 1}`;
    }
  }
}

interface Peers extends AsyncDisposable {
  readonly sender: RoomConnection;
  readonly stopped: RoomConnection;
  readonly other: RoomConnection;
  stopReading(): void;
  readOn(): void;
}

async function threePeers(room: AttackedRoom, transport: Transport, order = new Order()): Promise<Peers> {
  const wire = await dialWire(room.address(transport), transport);
  const stopped = await join(room, { wire, onTunnel: takeInto(order) });
  const other = await join(room, { transport, onTunnel: echo });
  const sender = await join(room, { transport });
  await stopped.remote['tunnel.announce']();
  await other.remote['tunnel.announce']();
  return {
    sender,
    stopped,
    other,
    stopReading: () => wire.pause(),
    readOn: () => wire.resume(),
    [Symbol.asyncDispose]: async () => {
      for (const peer of [sender, other]) peer.close();
      wire.destroy();
    },
  };
}

function takeInto(order: Order): (stream: Stream) => void {
  return (stream) => {
    const onFrame = (frame: Uint8Array) => order.take(Buffer.from(frame.subarray(HEAD_BYTES)));
    stream.receiver = { onFrame, onEnd: () => stream.end() };
  };
}
