import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomConnection } from '@open-rooms/client';
import { portOf } from '../conformance/our-room.ts';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { attack, requestFrame } from './attacker.ts';
import { within } from './deadline.ts';
import { assertServes, join } from './good-client.ts';
import { dialSocket, TRANSPORTS } from './wire.ts';

const JOINS = 120;
const SUBSCRIPTIONS = 100;

describe('who reads nothing', () => {
  let room: AttackedRoom;
  before(async () => {
    room = await AttackedRoom.start();
    await assertServes(room);
  });
  after(() => room[Symbol.asyncDispose]());

  for (const transport of TRANSPORTS) {
    test(`a subscriber of both lists holds nobody up, over ${transport}`, async () => {
      const memory = room.memory();
      const attacker = await attack(room, transport);
      attacker.wire.pause();
      for (let at = 0; at < SUBSCRIPTIONS; at++) {
        attacker.sendPlain(requestFrame(2 * at + 1, 'tunnel.endpoints', 'source'));
        attacker.sendPlain(requestFrame(2 * at + 2, 'room.attendants', 'source'));
      }
      const peers: RoomConnection[] = [];
      for (let at = 0; at < JOINS; at++) {
        const peer = await join(room, { transport });
        await peer.remote['tunnel.announce']();
        peers.push(peer);
      }
      await assertServes(room, transport);
      assert.ok(room.memory() - memory < MEMORY_GROWTH_MAX);
      for (const peer of peers) peer.close();
      attacker.wire.destroy();
      await room.gauge('open_rooms_attendants', 0);
    });
  }

  for (const [name, start] of [
    ['headers that never end', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '],
    [
      'a form that never comes',
      'POST /claim HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nname=',
    ],
  ] as const) {
    test(`${name} (realtime): the socket is closed`, async () => {
      const socket = await dialSocket(portOf(room.ready.http));
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.on('error', () => {}).resume();
      socket.write(start);
      await assertServes(room, 'websocket');
      await within('the server to hang up', closed);
    });
  }

  test('headers that are too long are refused at once', async () => {
    const socket = await dialSocket(portOf(room.ready.http));
    const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
    socket.on('error', () => {});
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${'x'.repeat(64 * 1024)}\r\n\r\n`);
    assert.match(await within('an answer', answer), /^HTTP\/1.1 431/);
    socket.destroy();
  });

  test('eight at once on every page', async () => {
    for (const path of ['/', '/whois', '/healthz', '/assets/style.css', '/claim/nothing', '/nowhere']) {
      const asked = Array.from({ length: 8 }, () => fetch(`${room.ready.http}${path}`));
      for (const answer of await Promise.all(asked))
        assert.ok(answer.status < 500, `${path}: ${answer.status}`);
    }
  });
});
