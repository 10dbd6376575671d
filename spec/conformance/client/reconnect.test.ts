import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, Room } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { NetworkProxy } from '../../network/proxy.ts';
import { startStockApp } from '../../stock/app.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { portOf, startOurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { assertReturns } from './bytes.ts';
import { befriend, joinBoth } from './meetings.ts';
import { attends, feedOf, meets, parts, person, reaches } from './person.ts';

/** The port of the room's TCP address. */
/** Two friends in a room: what each of them has there. */
async function friends(place: { readonly id: string; readonly address: string }, alice: Client, bob: Client) {
  const rooms = await joinBoth(place, alice, bob);
  await befriend(alice, bob);
  return rooms;
}

/** Waits until everything was lost. */
async function areLost(rooms: readonly Room[], alice: Client, bob: Client): Promise<void> {
  await parts(alice, bob.id);
  await parts(bob, alice.id);
  for (const room of rooms) assert.notEqual(room.state, 'stopped');
}

/** Waits until room, list and tunnel are there again, and work. Nobody does anything for it. */
async function areBack(rooms: readonly Room[], alice: Client, bob: Client): Promise<void> {
  for (const room of rooms) await reaches(room, 'open');
  const [atAlice, atBob] = rooms;
  assert.ok(atAlice !== undefined && atBob !== undefined);
  await attends(atAlice, bob.id);
  await attends(atBob, alice.id);
  await assertReturns(await meets(alice, bob.id), 200_000);
  await assertReturns(await meets(bob, alice.id), 200_000);
}

describe('presence, tunnels and contacts come right by themselves', { concurrency: true }, () => {
  for (const ending of ['stop', 'kill'] as const) {
    test(`when the room is started again after ${ending === 'stop' ? 'a stop' : 'a crash'}`, async () => {
      await using data = await temporaryDirectory();
      await using before = await startRoomProcess({ name: 'Garden', data: data.path });
      await using alice = await person();
      await using bob = await person();
      const rooms = await friends(before, alice, bob);
      await using app = await startStockApp({ generation: 'room-client' });
      await app.connect(before.address);
      await alice.follow(feedOf(app.id));
      await meets(alice, app.id);
      await before[ending]();
      await areLost(rooms, alice, bob);
      await parts(alice, app.id);
      await using after = await startOurRoom({ data: data.path, port: portOf(before.address) });
      assert.equal(after.address, before.address);
      await areBack(rooms, alice, bob);
      await app.connect(after.address);
      await meets(alice, app.id);
      assert.equal(rooms[0]?.error, undefined);
    });
  }

  test('when the room is somewhere else, and its host name tells where', async () => {
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Garden', data: data.path });
    await using alice = await person();
    await using bob = await person();
    const host = new URL(before.ready.whois).host;
    const rooms = await friends({ id: before.id, address: host }, alice, bob);
    await before.stop();
    await areLost(rooms, alice, bob);
    const whoisPort = Number(host.split(':')[1]);
    await using after = await startOurRoom({ data: data.path, whoisPort });
    assert.notEqual(after.address, before.address);
    await areBack(rooms, alice, bob);
    // The book knows the new place, and whoever left finds the contact there.
    const isNew = (addresses?: string) => addresses?.includes(`:${portOf(after.address)}~`) ?? false;
    await until('the room to be noted there', () => isNew(alice.knownRooms.room(rooms[0].id)?.addresses));
    await until('the contact to be noted there', () => isNew(alice.contacts.reachOf(bob.id)[0]?.addresses));
    alice.leave(rooms[0]);
    await parts(alice, bob.id);
    assert.equal((await alice.connect(bob.id)).room, after.id);
  });

  test('but not where the host name tells of another room: that is said', async () => {
    await using before = await startOurRoom({ name: 'Garden' });
    await using alice = await person();
    const host = new URL(before.ready.whois).host;
    const room = await alice.join(host);
    await before.stop();
    await using other = await startOurRoom({ name: 'Other', whoisPort: Number(host.split(':')[1]) });
    const told = Promise.withResolvers<void>();
    using _watching = room.watch(() => {
      if (room.error?.fault === 'other-key') told.resolve();
    });
    await told.promise;
    assert.match(
      room.error?.message ?? '',
      new RegExp(`is another room now \\(${other.id.replaceAll('+', '\\+')}\\)`),
    );
  });

  test('when the network refuses for a while, and when it cuts', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using network = await NetworkProxy.start(portOf(room.address));
    await using alice = await person();
    await using bob = await person();
    const rooms = await friends({ id: room.id, address: network.through(room.address) }, alice, bob);
    assert.equal(network.dials.length, 2);
    await network.refuse();
    await areLost(rooms, alice, bob);
    for (const at of rooms) await reaches(at, 'waiting');
    await network.allow();
    await areBack(rooms, alice, bob);
    network.cut();
    await areLost(rooms, alice, bob);
    await areBack(rooms, alice, bob);
    assert.ok(network.dials.length <= 8, `${network.dials.length} dials`);
  });
});
