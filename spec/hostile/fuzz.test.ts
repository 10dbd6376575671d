import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { roomContract } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { BodyType, END, STREAM } from '../../protocol/muxrpc/frame.ts';
import { writeHello } from '../../protocol/shs/hello.ts';
import { portOf } from '../conformance/our-room.ts';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { attack, rawFrame, requestFrame } from './attacker.ts';
import { assertServes } from './good-client.ts';
import { seeded } from './seeded.ts';
import { dialSocket, dialWire, TRANSPORTS, type Transport } from './wire.ts';

/** The same bytes at every run, unless others are asked for. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124);
const STRANGERS = 100;
const MEMBERS = 100;
const FRAMES = 30;
const LONGEST_RANDOM_BYTES = 4_096;

type Random = () => number;

function upTo(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[upTo(random, items.length)] ?? items[0];
}

function noise(random: Random, longest = LONGEST_RANDOM_BYTES): Uint8Array {
  return Uint8Array.from({ length: 1 + upTo(random, longest) }, () => upTo(random, 256));
}

/** Arguments that nobody meant. */
function anyArguments(random: Random, room: string): unknown[] {
  const value = pick<unknown>(random, [
    null,
    -1,
    1e308,
    '',
    room,
    '\u0000'.repeat(1000),
    [],
    { target: room, portal: room },
    { target: null, portal: {} },
    { __proto__: null, feed: room },
    { timeout: -1 },
    [[[[[[]]]]]],
  ]);
  return Array.from({ length: upTo(random, 3) }, () => value);
}

/** A frame as a peer might send it: a request of any method, data, an end, an answer. */
function anyFrame(random: Random, room: string): Uint8Array {
  const number = pick(random, [1, 2, 3, 1000, -1, -2, 2 ** 31 - 1]);
  const [name = 'whoami', ...names] = Object.keys(roomContract);
  if (random() < 0.6) {
    const type = pick(random, ['async', 'sync', 'source', 'duplex', 'sink', 'nothing']);
    return requestFrame(number, pick(random, [name, ...names]), type, anyArguments(random, room));
  }
  const flags = pick(random, [
    0,
    BodyType.text,
    BodyType.json,
    STREAM,
    END | STREAM,
    END | STREAM | BodyType.json,
    255,
  ]);
  return rawFrame(
    flags,
    number,
    random() < 0.5 ? noise(random, 200) : pick(random, ['true', '{}', '5', '"']),
  );
}

/** The frame with a few bytes changed, cut off, or doubled; one in two stays as it is. */
function mutated(random: Random, frame: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(frame);
  const act = random();
  if (act < 0.5) return changed;
  if (act < 0.6) return changed.subarray(0, upTo(random, changed.length));
  if (act < 0.7) return Buffer.concat([changed, changed.subarray(upTo(random, changed.length))]);
  for (let times = 1 + upTo(random, 4); times > 0; times--)
    changed[upTo(random, changed.length)] = upTo(random, 256);
  return changed;
}

describe(`bytes that make no sense (FUZZ_SEED=${SEED})`, () => {
  let room: AttackedRoom;
  let memory: number;
  before(async () => {
    room = await AttackedRoom.start();
    for (const transport of TRANSPORTS) await assertServes(room, transport);
    memory = room.memory();
  });
  after(() => room[Symbol.asyncDispose]());

  async function unharmed(transport: Transport): Promise<void> {
    await assertServes(room, transport);
    await room.gauge('open_rooms_connections', 0);
    await room.gauge('open_rooms_tunnels', 0);
    await room.gauge('open_rooms_attendants', 0);
    const growth = room.memory() - memory;
    assert.ok(growth < MEMORY_GROWTH_MAX, `grew by ${growth} bytes`);
  }

  for (const transport of TRANSPORTS) {
    test(`${STRANGERS} strangers, over ${transport}`, async () => {
      const random = seeded(SEED);
      for (let number = 0; number < STRANGERS; number++) {
        const wire = await dialWire(room.address(transport), transport);
        wire.attach({ onBytes: () => {}, onDrained: () => {}, onClosed: () => {} });
        const own = sodium.x25519PublicKey(new Uint8Array(32).fill(number));
        if (random() < 0.5) wire.write(writeHello(sodium, NETWORK_KEY, own));
        if (random() < 0.5) wire.sendRaw(noise(random));
        else wire.write(noise(random));
        if (random() < 0.5) wire.reset();
        else wire.end();
        await wire.closed;
      }
      await unharmed(transport);
    });

    test(`${MEMBERS} members with ${FRAMES} frames each, over ${transport}`, async () => {
      const random = seeded(SEED + 1);
      for (let number = 0; number < MEMBERS; number++) {
        const attacker = await attack(room, transport);
        for (let at = 0; at < FRAMES; at++) {
          await attacker.pushPlain(mutated(random, anyFrame(random, room.id)));
        }
        if (random() < 0.2) attacker.wire.sendRaw(noise(random));
        if (random() < 0.5) attacker.wire.reset();
        else attacker.wire.destroy();
        await attacker.wire.closed;
      }
      await unharmed(transport);
    });
  }

  test(`${STRANGERS} requests that are no HTTP`, async () => {
    const random = seeded(SEED + 2);
    for (let number = 0; number < STRANGERS; number++) {
      const socket = await dialSocket(portOf(room.ready.http));
      socket.on('error', () => {});
      const line = Buffer.from('POST /claim HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\n\r\n');
      socket.write(random() < 0.5 ? noise(random) : mutated(random, line));
      if (random() < 0.5) socket.resetAndDestroy();
      else socket.destroy();
    }
    await unharmed('websocket');
  });
});
