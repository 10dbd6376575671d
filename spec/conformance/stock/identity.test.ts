import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { until } from '../../hostile/deadline.ts';
import { startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames, type FramePeer } from './frames.ts';
import { asking, ending, flowing } from './transcript.ts';

const ATTENDANTS = asking(1, ['room', 'attendants'], [], 'source');

/** Resolves when the room counts this many connections. */
async function waitForConnections(room: OurRoom, count: number): Promise<void> {
  const counted = async () => {
    const metrics = await (await fetch(room.ready.metrics)).text();
    return Number(/^open_rooms_connections{transport="tcp"} (\d+)$/m.exec(metrics)?.[1]);
  };
  await until(`${count} connections`, async () => (await counted()) === count);
}

/** Dials through the room and answers whether it is `reached` who is called. */
async function dials(from: FramePeer, req: number, target: string, reached: FramePeer): Promise<void> {
  from.send(asking(req, ['tunnel', 'connect'], [{ target }], 'duplex'));
  const { req: at } = await reached.asked('tunnel', 'connect');
  reached.send(flowing(-at, Buffer.from('here')));
  assert.deepEqual(await from.next(-req), flowing(-req, Buffer.from('here')));
  from.send(ending(req));
}

describe('two connections of one key are one attendant', () => {
  test('who comes, once, by the newest connection, and goes with the last, once', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using carol = await connectFrames(room.address);
    const told = async () => (await carol.next(-1)).value;
    carol.send(ATTENDANTS);
    assert.deepEqual(await told(), { type: 'state', ids: [carol.id] });

    const alice = ssbKeys().generate();
    using phone = await connectFrames(room.address, alice);
    phone.send(ATTENDANTS);
    assert.deepEqual(await told(), { type: 'joined', id: alice.id });
    await dials(carol, 2, alice.id, phone);

    using laptop = await connectFrames(room.address, alice);
    laptop.send(ATTENDANTS);
    assert.deepEqual((await laptop.next(-1)).value, { type: 'state', ids: [carol.id, alice.id] });
    await dials(carol, 3, alice.id, laptop);

    phone[Symbol.dispose]();
    await waitForConnections(room, 2);
    await dials(carol, 4, alice.id, laptop);

    using bob = await connectFrames(room.address);
    bob.send(ATTENDANTS);
    assert.deepEqual((await bob.next(-1)).value, { type: 'state', ids: [carol.id, alice.id, bob.id] });
    assert.deepEqual(await told(), { type: 'joined', id: bob.id });

    laptop[Symbol.dispose]();
    assert.deepEqual(await told(), { type: 'left', id: alice.id });
    bob[Symbol.dispose]();
    assert.deepEqual(await told(), { type: 'left', id: bob.id });
  });

  test('when the newest goes, the one before is reached again', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using carol = await connectFrames(room.address);
    const alice = ssbKeys().generate();
    using phone = await connectFrames(room.address, alice);
    using laptop = await connectFrames(room.address, alice);
    for (const peer of [carol, phone, laptop]) {
      peer.send(ATTENDANTS);
      await peer.next(-1);
    }
    laptop[Symbol.dispose]();
    await waitForConnections(room, 2);
    await dials(carol, 2, alice.id, phone);
  });

  test('a stock app sees a person with two devices throughout, and reaches them', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const keys = ssbKeys().generate();
    await using friend = await startStockApp({ generation: 'room-client' });
    await using phone = await startStockApp({ generation: 'room-client', keys });
    await using laptop = await startStockApp({ generation: 'room-client', keys });
    for (const app of [friend, phone, laptop]) await app.connect(room.address);
    await laptop.waitForAttendant(room.id, friend.id);
    await friend.waitForAttendant(room.id, keys.id);
    await phone.kill();
    await waitForConnections(room, 2);
    const answer = await friend.dialThroughTunnel(room.id, keys.id, 'hello');
    assert.deepEqual(answer, { echo: 'hello', remoteId: keys.id, seenAs: friend.id });
    await laptop.kill();
    await friend.waitForAbsence(room.id, keys.id);
  });
});
