import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startStockRoom } from '../../stock/room.ts';
import { LONG, SHORT } from './bytes.ts';
import { assertDialledByApp, assertDialsApp, assertOursMeet, joinBoth, joinWithApp } from './meetings.ts';
import { attends, isAbsent, person } from './person.ts';

describe('our client in ssb-room 1.3.0', () => {
  for (const name of ['Shed', undefined]) {
    const called = name === undefined ? 'without a name' : 'with a name';
    for (const transport of ['net', 'ws'] as const) {
      test(`${called} over ${transport}: meets another of ours`, async () => {
        const transports = transport === 'ws' ? 'net+ws' : 'net';
        await using room = await startStockRoom({ transports, ...(name !== undefined && { name }) });
        const address = (transport === 'ws' ? room.wsAddress : room.address) ?? '';
        await using alice = await person();
        await using bob = await person();
        const joined = await alice.join(address);
        assert.equal(joined.metadata?.name, name ?? '');
        // That room waits 40 ms for each of its small frames to be acknowledged: over a second for each megabyte.
        const length = transport === 'net' && name !== undefined ? LONG : SHORT;
        await assertOursMeet({ id: room.id, address }, alice, bob, length);
      });
    }
  }

  test('sees who comes and goes', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    await using alice = await person();
    await using bob = await person();
    const [atAlice] = await joinBoth(room, alice, bob);
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    await attends(atAlice, app.id);
    await app.kill();
    await isAbsent(atAlice, app.id);
    assert.deepEqual(atAlice.attendants.snapshot(), [bob.id]);
  });

  test('tells what it cannot: it has no aliases', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    await using alice = await person();
    const joined = await alice.join(room.address);
    await assert.rejects(alice.registerAlias(joined, 'alice'), { name: 'RemoteError' });
    assert.equal(joined.state, 'open');
  });

  for (const generation of ['room-client', 'rooms1-client'] as const) {
    test(`dials and is dialled by ${generation}`, async () => {
      await using room = await startStockRoom({ name: 'Shed' });
      await using alice = await person();
      await using app = await startStockApp({ generation });
      await joinWithApp(room, alice, app);
      await assertDialsApp(room, alice, app);
      await assertDialledByApp(room, alice, app);
    });
  }
});
