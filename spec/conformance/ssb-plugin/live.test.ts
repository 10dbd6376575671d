import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { startStockRoom } from '../../stock/room.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { portOf, startOurRoom } from '../our-room.ts';
import { assertTunnel, hangUp, meet } from '../stock/meeting.ts';
import { waitForList } from './plugin-list.ts';

describe('who attends the rooms of an app', () => {
  for (const start of [startOurRoom, startStockRoom]) {
    test(`is seen live, ${start.name}`, async () => {
      await using room = await start({ name: 'Garden' });
      await using app = await startStockApp({ generation: 'open-rooms' });
      await app.plugin('connect', room.address);
      await waitForList(app, room.id, []);
      await using first = await startStockApp({ generation: 'room-client' });
      await first.connect(room.address);
      await waitForList(app, room.id, [first.id]);
      await using second = await startStockApp({ generation: 'open-rooms' });
      await second.plugin('connect', room.address);
      await waitForList(app, room.id, [first.id, second.id]);
      await app.waitForAttendant(room.id, second.id);
      await first.kill();
      await waitForList(app, room.id, [second.id]);
      await app.waitForAbsence(room.id, first.id);
      assert.ok(app.attendants(room.id).includes(second.id));
    });
  }

  test('is to be dialled again after a tunnel ended', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using left = await startStockApp({ generation: 'open-rooms' });
    await using right = await startStockApp({ generation: 'open-rooms' });
    await meet(room, room.address, [left, right]);
    await assertTunnel(room, left, right);
    await hangUp(room, left, right);
    for (const [app, other] of [
      [left, right],
      [right, left],
    ] as const) {
      await app.waitFor('the other to be staged again', ({ state }) =>
        state.staged.some(({ peer }) => peer === other.id),
      );
    }
  });

  test('is in two rooms at once, each with its own address', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using shed = await startStockRoom({ name: 'Shed' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await using inGarden = await startStockApp({ generation: 'open-rooms' });
    await using inShed = await startStockApp({ generation: 'room-client' });
    for (const room of [garden, shed]) await app.plugin('connect', room.address);
    await inGarden.plugin('connect', garden.address);
    await inShed.connect(shed.address);
    await waitForList(app, garden.id, [inGarden.id]);
    await waitForList(app, shed.id, [inShed.id]);
    await assertTunnel(garden, app, inGarden);
    await assertTunnel(shed, inShed, app);
    await app.plugin('leave', shed.id);
    await waitForList(app, shed.id, []);
    await assert.rejects(app.plugin('leave', shed.id), /is not connected/);
    await waitForList(app, garden.id, [inGarden.id]);
  });

  test('of one key on two devices is one, and the newer device is reached', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const keys = ssbKeys().generate();
    await using app = await startStockApp({ generation: 'open-rooms' });
    await using phone = await startStockApp({ generation: 'open-rooms', keys });
    await using laptop = await startStockApp({ generation: 'open-rooms', keys });
    for (const each of [app, phone, laptop]) await each.plugin('connect', room.address);
    await waitForList(app, room.id, [keys.id]);
    await waitForList(phone, room.id, [app.id]);
    await waitForList(laptop, room.id, [app.id]);
    await assertTunnel(room, app, laptop);
    await laptop.kill();
    await waitForList(app, room.id, [keys.id]);
    await app.waitFor('the tunnel to end', ({ state }) =>
      state.connections.every(({ address }) => !address.startsWith('tunnel:')),
    );
    await assertTunnel(room, app, phone);
  });
});

describe('a room that is stopped and started again', () => {
  test('is dialled again by itself: presence and tunnels are there again', async () => {
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Garden', data: data.path });
    await using left = await startStockApp({ generation: 'open-rooms' });
    await using right = await startStockApp({ generation: 'open-rooms' });
    for (const app of [left, right]) await app.plugin('connect', before.address);
    await waitForList(left, before.id, [right.id]);
    await assertTunnel(before, left, right);
    await before.stop();
    for (const app of [left, right]) {
      await waitForList(app, before.id, []);
      await app.waitFor('its connections to end', ({ state }) => state.connections.length === 0);
    }
    const port = portOf(before.address);
    await using after = await startOurRoom({ data: data.path, port });
    await waitForList(left, after.id, [right.id]);
    await waitForList(right, after.id, [left.id]);
    await assertTunnel(after, right, left);
  });

  test('that is somewhere else is found through its host', async () => {
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Garden', data: data.path });
    await using app = await startStockApp({ generation: 'open-rooms' });
    const { host, port: whoisPort } = new URL(before.ready.whois);
    await app.plugin('connect', host);
    await before.stop();
    await waitForList(app, before.id, []);
    await using after = await startOurRoom({ data: data.path, whoisPort: Number(whoisPort) });
    assert.notEqual(after.address, before.address);
    await using friend = await startStockApp({ generation: 'room-client' });
    await friend.connect(after.address);
    await waitForList(app, after.id, [friend.id]);
  });
});
