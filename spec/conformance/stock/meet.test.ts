import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startRoomProcess } from '../server-process.ts';
import { assertQuiet, assertTunnel, hangUp, meet } from './meeting.ts';

describe('two stock apps find each other and call each other', () => {
  for (const generation of ['room-client', 'rooms1-client'] as const) {
    for (const transport of ['net', 'ws'] as const) {
      test(`${generation} over ${transport}`, async () => {
        await using room = await startRoomProcess({ name: 'Garden' });
        const transports = transport === 'ws' ? 'net+ws' : 'net';
        await using left = await startStockApp({ generation, transports });
        await using right = await startStockApp({ generation, transports });
        await meet(room, transport === 'ws' ? room.wsAddress : room.address, [left, right]);
        await assertTunnel(room, left, right);
        await hangUp(room, left, right);
        await assertTunnel(room, right, left);
        assertQuiet(left, right);
      });
    }
  }

  test('one over net and one over ws', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using left = await startStockApp({ generation: 'room-client' });
    await using right = await startStockApp({ generation: 'room-client', transports: 'net+ws' });
    await left.connect(room.address);
    await right.connect(room.wsAddress);
    await left.waitForAttendant(room.id, right.id);
    await assertTunnel(room, left, right);
    assertQuiet(left, right);
  });

  test('an app that dies is gone from what the others see, and its tunnel ends', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using left = await startStockApp({ generation: 'room-client' });
    await using right = await startStockApp({ generation: 'room-client' });
    await meet(room, room.address, [left, right]);
    await assertTunnel(room, left, right);
    await right.kill();
    await left.waitForAbsence(room.id, right.id);
  });
});
