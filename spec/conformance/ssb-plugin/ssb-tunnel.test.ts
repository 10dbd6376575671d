import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startStockRoom } from '../../stock/room.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { portOf, startOurRoom } from '../our-room.ts';
import { assertQuiet, assertTunnel, hangUp, meet } from '../stock/meeting.ts';
import { waitForList } from './plugin-list.ts';

describe('ssb-tunnel 2.0.0 beside our plugin, which gives it gossip.connect and a portal', () => {
  for (const start of [startOurRoom, startStockRoom]) {
    test(`meets itself, and peers of every generation both ways, ${start.name}`, async () => {
      await using room = await start({ name: 'Garden' });
      const generation = 'ssb-tunnel+open-rooms';
      await using oldest = await startStockApp({ generation, portal: room.address });
      await using other = await startStockApp({ generation, portal: room.address });
      await oldest.waitForAnnouncement();
      await other.waitForAnnouncement();
      await assertTunnel(room, oldest, other);
      await using older = await startStockApp({ generation: 'rooms1-client' });
      await using newer = await startStockApp({ generation: 'room-client' });
      await using ours = await startStockApp({ generation: 'open-rooms' });
      await meet(room, room.address, [older, newer, ours]);
      for (const app of [older, newer, ours]) {
        await app.waitForAttendant(room.id, oldest.id);
        await assertTunnel(room, oldest, app);
        await hangUp(room, oldest, app);
        await assertTunnel(room, app, oldest);
      }
    });
  }

  test('comes back after a restart of its portal', async () => {
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Garden', data: data.path });
    await using app = await startStockApp({ generation: 'ssb-tunnel+open-rooms', portal: before.address });
    await app.waitForAnnouncement();
    await before.stop();
    await app.waitFor('its connections to end', ({ state }) => state.connections.length === 0);
    const port = portOf(before.address);
    await using after = await startOurRoom({ data: data.path, port });
    await using friend = await startStockApp({ generation: 'open-rooms' });
    await friend.plugin('connect', after.address);
    await waitForList(friend, after.id, [app.id]);
    await assertTunnel(after, friend, app);
  });
});

describe('ssb-tunnel 2.0.0 without it', () => {
  test('can be dialled by our plugin, which says the instance that it waits for', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using oldest = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await oldest.waitForAnnouncement();
    await app.plugin('connect', room.address);
    await app.waitForAttendant(room.id, oldest.id);
    await assertTunnel(room, app, oldest);
    await hangUp(room, app, oldest);
    await assertTunnel(room, oldest, app);
    assertQuiet(oldest, app);
  });
});
