import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startOurRoom } from '../our-room.ts';
import { assertQuiet } from '../stock/meeting.ts';
import { assertDialledByApp, assertDialsApp, assertOursMeet, joinWithApp } from './meetings.ts';
import { attends, person } from './person.ts';

describe('our client in our room', () => {
  for (const transport of ['net', 'ws'] as const) {
    test(`meets another of ours over ${transport}`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      await using alice = await person();
      await using bob = await person();
      const address = transport === 'ws' ? room.wsAddress : room.address;
      await assertOursMeet({ id: room.id, address }, alice, bob);
    });
  }

  for (const generation of ['room-client', 'rooms1-client'] as const) {
    test(`dials and is dialled by ${generation}`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      await using alice = await person();
      await using app = await startStockApp({ generation });
      await joinWithApp(room, alice, app);
      await assertDialsApp(room, alice, app);
      await assertDialledByApp(room, alice, app);
      assertQuiet(app);
    });
  }

  test('meets ssb-tunnel of 2019, which answers only who says its instance', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person();
    await using app = await startStockApp({ generation: 'ssb-tunnel', portal: room.address });
    await app.waitForAnnouncement();
    await attends(await alice.join(room.address), app.id);
    await assertDialsApp(room, alice, app);
    await assertDialledByApp(room, alice, app);
  });
});
