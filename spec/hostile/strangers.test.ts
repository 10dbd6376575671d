import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { writeHello } from '../../protocol/shs/hello.ts';
import type { DropReason } from '../../room-server/observe/drop-reasons.ts';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { within } from './deadline.ts';
import { assertServes } from './good-client.ts';
import { type AttackWire, dialWire, TRANSPORTS, type Transport } from './wire.ts';

/** A point of order 1: whoever multiplies with it gets zero, whatever the secret. */
const LOW_ORDER_POINT = new Uint8Array(32);

const SILENT_SOCKETS = 1_500;

/** Dialled at once: more HTTP connections under way would be sent off before they become WebSockets. */
const BATCH = 250;

/** First bytes of somebody without a proven key, and why the server hangs up on them. */
const FIRST_BYTES: readonly { name: string; bytes: () => Uint8Array; reason: DropReason }[] = [
  {
    name: 'a hello with a low-order key',
    bytes: () => writeHello(sodium, NETWORK_KEY, LOW_ORDER_POINT),
    reason: 'low-order-key',
  },
  { name: 'garbage', bytes: () => sodium.randomBytes(4096), reason: 'wrong-network-key' },
  {
    name: 'a hello of another network',
    bytes: () => writeHello(sodium, sodium.randomBytes(32), sodium.randomBytes(32)),
    reason: 'wrong-network-key',
  },
  {
    name: 'a good hello, then garbage',
    bytes: () => {
      const own = sodium.x25519PublicKey(sodium.randomBytes(32));
      return Buffer.concat([writeHello(sodium, NETWORK_KEY, own), sodium.randomBytes(112)]);
    },
    reason: 'handshake-garbage',
  },
];

describe('strangers without a proven key', () => {
  let room: AttackedRoom;
  let memory: number;
  before(async () => {
    room = await AttackedRoom.start();
    await assertServes(room);
    memory = room.memory();
  });
  after(() => room[Symbol.asyncDispose]());

  for (const transport of TRANSPORTS) {
    for (const { name, bytes, reason } of FIRST_BYTES) {
      test(`${name}, over ${transport}`, async () => {
        const drops = await room.drops(reason);
        const wire = await dialWire(room.address(transport), transport);
        wire.attach({ onBytes: () => {}, onDrained: () => {}, onClosed: () => {} });
        wire.write(bytes());
        await within('the server to hang up', wire.closed);
        await room.countsDrop(reason, drops);
        await assertServes(room, transport);
      });
    }

    test(`who vanishes with a reset in mid-handshake, over ${transport}`, async () => {
      const wire = await dialWire(room.address(transport), transport);
      wire.write(writeHello(sodium, NETWORK_KEY, sodium.x25519PublicKey(sodium.randomBytes(32))));
      wire.reset();
      await assertServes(room, transport);
    });

    test(`${SILENT_SOCKETS} who say nothing, or only hello, over ${transport}`, async () => {
      const wires = await silent(room, transport);
      await assertServes(room, transport);
      assert.ok(room.memory() - memory < MEMORY_GROWTH_MAX, 'sockets that wait cost little');
      for (const wire of wires) wire.destroy();
      await room.gauge('open_rooms_connections', 0);
    });
  }
});

async function silent(room: AttackedRoom, transport: Transport): Promise<AttackWire[]> {
  const wires: AttackWire[] = [];
  while (wires.length < SILENT_SOCKETS) {
    const dials = Array.from({ length: BATCH }, () => dialWire(room.address(transport), transport));
    wires.push(...(await Promise.all(dials)));
  }
  wires.forEach((wire, at) => {
    if (at % 2 === 0)
      wire.write(writeHello(sodium, NETWORK_KEY, sodium.x25519PublicKey(sodium.randomBytes(32))));
  });
  return wires;
}
