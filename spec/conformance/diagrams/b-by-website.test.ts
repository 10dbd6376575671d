import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { fieldsOf, getPage, shows } from './page.ts';
import { connect, nextList, someone, unwrapInvite } from './peer.ts';

describe('B. Alice joins a public room by visiting its website', () => {
  test('with a literal muxrpc client', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden', description: 'Where we meet.' });
    const [aliceKeys, bobKeys, carolKeys, daveKeys] = [someone(), someone(), someone(), someone()];
    using bob = await connect(room.address, bobKeys);
    await bob.announce(bob.id);

    const page = await arrow(diagram, '1. GET the page', () => getPage(room.ready.http));

    const invite = await arrow(diagram, '2. the page shows room info and an invite', async () => {
      for (const info of ['Garden', 'Where we meet.', room.id]) assert.ok(shows(page, info), info);
      return fieldsOf(page)['invite'] ?? '';
    });

    const msAddr = await arrow(diagram, '3. unwrap the invite to msAddr', async () => {
      assert.equal(unwrapInvite(invite), room.address);
      return room.address;
    });

    using alice = await arrow(diagram, '4. conn.connect(msAddr): done', async () => {
      const connected = await connect(msAddr, aliceKeys);
      assert.equal(connected.room, room.id);
      return connected;
    });

    await arrow(diagram, '5. tunnel.isRoom: yes', async () => {
      assert.ok(await alice.isRoom());
    });

    await arrow(diagram, '6. tunnel.announce(aliceId): ok', async () => {
      assert.equal(await alice.announce(alice.id), true);
    });

    const endpoints = await arrow(diagram, '7. tunnel.endpoints()', async () => alice.endpoints());

    await arrow(diagram, '8. the reply: [aliceId, bobId]', async () => {
      assert.deepEqual(await nextList(endpoints), [alice.id, bob.id].sort());
    });

    await arrow(diagram, '9. loop: on each announce the reply again, with the new peer', async () => {
      using carol = await connect(msAddr, carolKeys);
      await carol.announce(carol.id);
      assert.deepEqual(await nextList(endpoints), [alice.id, bob.id, carol.id].sort());
      using dave = await connect(msAddr, daveKeys);
      await dave.announce(dave.id);
      assert.deepEqual(await nextList(endpoints), [alice.id, bob.id, carol.id, dave.id].sort());
    });
  });

  test('with stock apps', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await startStockApp({ generation: 'room-client' });
    await using alice = await startStockApp({ generation: 'room-client' });
    await bob.connect(room.address);

    await arrow(diagram, '1-4. page, invite, msAddr, conn.connect', async () => {
      const { invite = '' } = fieldsOf(await getPage(room.ready.http));
      assert.equal(await alice.connect(unwrapInvite(invite) ?? ''), room.id);
    });

    await arrow(diagram, '5-8. the app knows it for a room, and sees Bob; Bob sees Alice', async () => {
      await alice.waitForAttendant(room.id, bob.id);
      await bob.waitForAttendant(room.id, alice.id);
    });

    await arrow(diagram, '9. whoever comes is seen, whoever goes is gone', async () => {
      await using carol = await startStockApp({ generation: 'room-client' });
      await carol.connect(room.address);
      await alice.waitForAttendant(room.id, carol.id);
      await carol.kill();
      await alice.waitForAbsence(room.id, carol.id);
      assert.deepEqual(alice.attendants(room.id), [bob.id]);
    });
  });
});
