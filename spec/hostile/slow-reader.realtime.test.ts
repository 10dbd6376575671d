import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import type { Stream } from '@open-rooms/protocol';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { until } from './deadline.ts';
import { assertServes, echo, echoThroughTunnel, join, openTunnel } from './good-client.ts';
import { dialWire, TRANSPORTS, type Transport } from './wire.ts';

const CHUNK = Buffer.alloc(64 * 1024, 'chunk');

/** What is pushed at a receiver that has stopped: many times what may stay in the server. */
const OFFERED_BYTES = 400 * 1024 * 1024;

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

interface Peers extends AsyncDisposable {
  readonly sender: RoomConnection;
  readonly stopped: RoomConnection;
  readonly other: RoomConnection;
  stopReading(): void;
}

async function threePeers(room: AttackedRoom, transport: Transport): Promise<Peers> {
  const wire = await dialWire(room.address(transport), transport);
  const stopped = await join(room, { wire, onTunnel: swallow });
  const other = await join(room, { transport, onTunnel: echo });
  const sender = await join(room, { transport });
  await stopped.remote['tunnel.announce']();
  await other.remote['tunnel.announce']();
  return {
    sender,
    stopped,
    other,
    stopReading: () => wire.pause(),
    [Symbol.asyncDispose]: async () => {
      for (const peer of [sender, other]) peer.close();
      wire.destroy();
    },
  };
}

function swallow(stream: Stream): void {
  stream.receiver = { onFrame: () => {}, onEnd: () => stream.end() };
}
