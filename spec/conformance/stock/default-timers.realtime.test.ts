import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames } from './frames.ts';
import { assertTunnel, hangUp, meet } from './meeting.ts';
import { flowing } from './transcript.ts';

/** With default settings a stock app closes a connection on which nothing moved for so long. */
const STOCK_IDLE_MS = 5_000;

/** Pings of the room, one each 3 s, that whoever watches waits for. */
const PINGS = 6;

describe('two quiet apps with default timers outlive their own idle rule', { concurrency: true }, () => {
  for (const generation of ['room-client', 'rooms1-client'] as const) {
    for (const transport of ['net', 'ws'] as const) {
      test(`${generation} over ${transport}: never dropped, and still reached`, async () => {
        await using room = await startRoomProcess({ name: 'Garden' });
        const address = transport === 'ws' ? room.wsAddress : room.address;
        const setup = { generation, timers: 'default', transports: 'net+ws' } as const;
        await using left = await startStockApp(setup);
        await using right = await startStockApp(setup);
        await meet(room, address, [left, right]);

        const since = performance.now();
        using observer = await connectFrames(room.address);
        const { req } = await observer.asked('gossip', 'ping');
        for (let ping = 1; ping <= PINGS; ping++) {
          const { value } = await observer.next(req);
          observer.send(flowing(-req, value));
        }
        assert.ok(performance.now() - since > 3 * STOCK_IDLE_MS);

        for (const app of [left, right]) {
          const events = app.events.filter((event) => event.address === address);
          assert.deepEqual(
            events.map(({ type }) => type),
            ['connecting', 'connected'],
          );
        }
        await assertTunnel(room, left, right);
        await hangUp(room, left, right);
        await assertTunnel(room, right, left);
      });
    }
  }
});
