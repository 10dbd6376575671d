import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startStockRoom } from '../../stock/room.ts';
import { assertDialledByApp, assertDialsApp, joinWithApp } from '../client/meetings.ts';
import { feedOf, person } from '../client/person.ts';
import { startOurRoom } from '../our-room.ts';
import { assertQuiet } from '../stock/meeting.ts';

describe('our own client and an app with our plugin', () => {
  for (const start of [startOurRoom, startStockRoom]) {
    test(`dial each other, and either echoes, ${start.name}`, async () => {
      await using room = await start({ name: 'Garden' });
      await using alice = await person();
      await using app = await startStockApp({ generation: 'open-rooms' });
      await joinWithApp(room, alice, app);
      await assertDialsApp(room, alice, app);
      await assertDialledByApp(room, alice, app);
      await app.plugin('dial', alice.id);
      const echo = (await app.plugin('echo', alice.id, { hello: 'Alice' })) as object;
      assert.deepEqual({ ...echo, ms: 0 }, { by: 'peer.echo', value: { hello: 'Alice' }, ms: 0 });
      const peer = await alice.connect(feedOf(app.id));
      assert.deepEqual(await peer.remote['peer.echo']({ hello: 'app' }), { hello: 'app' });
      assertQuiet(app);
    });
  }
});
