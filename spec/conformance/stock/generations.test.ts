import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startRoomProcess } from '../server-process.ts';
import { assertQuiet, assertTunnel, hangUp, meet } from './meeting.ts';

describe('apps of all generations are in one room', () => {
  test('ssb-tunnel 2.0.0 with itself, both ways', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using left = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await using right = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await left.waitForAnnouncement();
    await right.waitForAnnouncement();
    await assertTunnel(room, left, right);
    await hangUp(room, left, right);
    await assertTunnel(room, right, left);
    assertQuiet(left, right);
  });

  test('ssb-room-client and the client of ssb-room, both ways', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using newer = await startStockApp({ generation: 'room-client' });
    await using older = await startStockApp({ generation: 'rooms1-client' });
    await meet(room, room.address, [newer, older]);
    await assertTunnel(room, newer, older);
    await hangUp(room, newer, older);
    await assertTunnel(room, older, newer);
    assertQuiet(newer, older);
  });

  test('ssb-tunnel is seen by the newer ones and calls them', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using oldest = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await using older = await startStockApp({ generation: 'rooms1-client' });
    await using newer = await startStockApp({ generation: 'room-client' });
    await oldest.waitForAnnouncement();
    await meet(room, room.address, [newer, older]);
    for (const app of [newer, older]) {
      await app.waitForAttendant(room.id, oldest.id);
      await assertTunnel(room, oldest, app);
    }
    assertQuiet(oldest, older, newer);
  });

  test('ssb-tunnel, which serves only those who say which instance, declines the newer ones cleanly', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using oldest = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await using newer = await startStockApp({ generation: 'room-client' });
    await oldest.waitForAnnouncement();
    await newer.connect(room.address);
    await newer.waitForAttendant(room.id, oldest.id);
    await assert.rejects(newer.dialThroughTunnel(room.id, oldest.id, 'hello'));
    await assertTunnel(room, oldest, newer);
  });
});
