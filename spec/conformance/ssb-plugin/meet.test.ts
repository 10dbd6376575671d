import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startStockRoom } from '../../stock/room.ts';
import { startOurRoom } from '../our-room.ts';
import { assertQuiet, assertTunnel, hangUp, meet } from '../stock/meeting.ts';
import { waitForList } from './plugin-list.ts';

describe('two apps with our plugin, and one with a stock client at the other end', () => {
  for (const other of ['open-rooms', 'room-client', 'rooms1-client', 'room-client+open-rooms'] as const) {
    test(`${other}: dials and is dialled in our room`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      await using left = await startStockApp({ generation: 'open-rooms' });
      await using right = await startStockApp({ generation: other });
      await meet(room, room.address, [left, right]);
      await waitForList(left, room.id, [right.id]);
      await assertTunnel(room, left, right);
      await hangUp(room, left, right);
      await assertTunnel(room, right, left);
      assertQuiet(left, right);
    });

    test(`${other}: dials and is dialled in ssb-room 1.3.0`, async () => {
      await using room = await startStockRoom({ name: 'Shed' });
      await using left = await startStockApp({ generation: 'open-rooms' });
      await using right = await startStockApp({ generation: other });
      await meet(room, room.address, [left, right]);
      await assertTunnel(room, left, right);
      await hangUp(room, left, right);
      await assertTunnel(room, right, left);
    });
  }
});
