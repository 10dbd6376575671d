import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BodyType, STREAM } from '../../protocol/muxrpc/frame.ts';
import { SERVER_LIMITS } from '../../protocol/muxrpc/limits.ts';
import type { DropReason } from '../../room-server/observe/drop-reasons.ts';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { type Attacker, attack, rawFrame, requestFrame } from './attacker.ts';
import { within } from './deadline.ts';
import { assertServes } from './good-client.ts';
import { TRANSPORTS } from './wire.ts';

const SOURCES = 20_000;
const PINGS = 100_000;
const BATCH = 1_000;

/** What somebody with a proven key does, that ends with a closed socket and a counted reason. */
const ENDS: readonly { name: string; act: (attacker: Attacker) => unknown; reason: DropReason }[] = [
  {
    name: 'a box of 4097 bytes',
    act: (attacker) => attacker.wire.write(attacker.firstBox(4097, new Uint8Array(4097))),
    reason: 'box-too-large',
  },
  {
    name: 'a box of 65535 bytes',
    act: (attacker) => attacker.wire.write(attacker.firstBox(65_535, new Uint8Array(65_535))),
    reason: 'box-too-large',
  },
  {
    name: 'a head that claims 4 GiB',
    act: (attacker) => attacker.sendPlain(rawFrame(BodyType.json, 1, new Uint8Array(64), 0xffff_ffff)),
    reason: 'frame-too-large',
  },
  {
    name: 'a call of 20 MB',
    act: (attacker) => attacker.sendPlain(rawFrame(BodyType.json, 1, '"', 20_000_000)),
    reason: 'frame-too-large',
  },
  {
    name: 'request number 0',
    act: (attacker) => attacker.sendFrame(BodyType.json, 0, '{"name":["whoami"],"args":[]}'),
    reason: 'protocol-error',
  },
  {
    name: `${PINGS} pings whose answers nobody reads`,
    act: async (attacker) => {
      attacker.wire.pause();
      for (let at = 1; at < PINGS; at += BATCH) {
        const pings = Array.from({ length: BATCH }, (_, n) => requestFrame(at + n, 'manifest', 'async'));
        await attacker.pushPlain(Buffer.concat(pings));
      }
    },
    reason: 'answers-unread',
  },
];

/** What is answered with a sentence, on a connection that goes on. */
const REFUSED: readonly { name: string; frame: Uint8Array; sentence: RegExp }[] = [
  { name: 'a body that is not JSON', frame: rawFrame(BodyType.json, 1, '{"na'), sentence: /is not JSON/ },
  {
    name: 'arguments that are no list',
    frame: rawFrame(BodyType.json, 1, '{"name":["whoami"],"args":5}'),
    sentence: /args should be array, was: number/,
  },
  {
    name: 'a name that is a number',
    frame: rawFrame(BodyType.json, 1, '{"name":5,"args":[]}'),
    sentence: /name should be/,
  },
  {
    name: 'a call longer than is read',
    frame: rawFrame(
      BodyType.json,
      1,
      `{"name":["whoami"],"args":["${'x'.repeat(SERVER_LIMITS.jsonBytes)}"]}`,
    ),
    sentence: /a call of \d+ bytes/,
  },
  {
    name: 'a target of null',
    frame: requestFrame(1, 'tunnel.connect', 'duplex', [{ portal: null, target: null }]),
    sentence: /cannot read the arguments/,
  },
  {
    name: 'a prototype for a method',
    frame: requestFrame(1, '__proto__', 'async'),
    sentence: /not in list of allowed methods/,
  },
];

describe('peers with a proven key', () => {
  let room: AttackedRoom;
  let memory: number;
  before(async () => {
    room = await AttackedRoom.start();
    await assertServes(room);
    memory = room.memory();
  });
  after(() => room[Symbol.asyncDispose]());

  for (const transport of TRANSPORTS) {
    for (const { name, act, reason } of ENDS) {
      test(`${name}, over ${transport}`, async () => {
        const drops = await room.drops(reason);
        const attacker = await attack(room, transport);
        await act(attacker);
        await room.countsDrop(reason, drops);
        attacker.wire.resume();
        await within('the server to hang up', attacker.wire.closed);
        await assertServes(room, transport);
        assert.ok(room.memory() - memory < MEMORY_GROWTH_MAX, 'memory stays bounded');
      });
    }

    for (const { name, frame, sentence } of REFUSED) {
      test(`${name}, over ${transport}`, async () => {
        const attacker = await attack(room, transport);
        attacker.sendPlain(frame);
        assert.match((await attacker.answerTo(1)).body, sentence);
        attacker.sendPlain(requestFrame(2, 'whoami', 'async'));
        assert.match((await attacker.answerTo(2)).body, /ed25519/);
        attacker.wire.destroy();
      });
    }

    test(`${SOURCES} sources on one connection, over ${transport}`, async () => {
      const drops = await room.drops('too-many-requests');
      const attacker = await attack(room, transport);
      for (let at = 1; at < SOURCES; at += BATCH) {
        const sources = Array.from({ length: BATCH }, (_, n) =>
          requestFrame(at + n, 'room.attendants', 'source'),
        );
        await attacker.pushPlain(Buffer.concat(sources));
      }
      await room.countsDrop('too-many-requests', drops, SOURCES - SERVER_LIMITS.openRequests - 1);
      attacker.sendPlain(requestFrame(SOURCES + 1, 'whoami', 'async'));
      await attacker.answerTo(SOURCES + 1);
      await assertServes(room, transport);
      attacker.wire.destroy();
    });

    test(`data and ends of requests that nobody made, over ${transport}`, async () => {
      const attacker = await attack(room, transport);
      attacker.sendFrame(BodyType.binary | STREAM, -5, 'data');
      attacker.sendFrame(BodyType.binary | STREAM, 77, 'data');
      attacker.sendFrame(BodyType.json | STREAM | 4, 78, 'true');
      attacker.sendPlain(requestFrame(1, 'whoami', 'async'));
      assert.match((await attacker.answerTo(1)).body, /ed25519/);
      attacker.wire.destroy();
    });
  }
});
