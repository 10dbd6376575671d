import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { attends, feedOf, meets, person } from '../client/person.ts';
import { startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { assertDuplex, assertTalk, assertTalkWithApp } from './duplex.ts';
import { connect, nextList, someone } from './peer.ts';

describe('F. Alice connects to existing friendships', () => {
  test('with our client at both ends', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await person();
    await using carol = await person();
    await using alice = await person();
    using dave = await connect(room.address, someone());
    for (const friend of [bob, carol]) await friend.join(room.address);
    await dave.announce(dave.id);
    // Friendships are from before.
    for (const friend of [bob, carol]) await alice.follow(friend.id);

    await arrow(diagram, '1. endpoints: friends and others are seen', async () => {
      const joined = await alice.join(room.address);
      for (const { id } of [bob, carol, dave]) await attends(joined, id);
    });

    await arrow(diagram, '2. only whom Alice follows: connect, relay, a duplex each', async () => {
      for (const friend of [bob, carol]) {
        await assertTalk(await meets(alice, friend.id), await meets(friend, alice.id));
      }
      assert.deepEqual([alice.peers.size, dave.arrivals], [2, 0]);
    });

    await arrow(
      diagram,
      'a friend who comes later is connected to, too; others who come are seen',
      async () => {
        await using erin = await person();
        await alice.follow(erin.id);
        using other = await connect(room.address, someone());
        await other.announce(other.id);
        await erin.join(room.address);
        await assertTalk(await meets(alice, erin.id), await meets(erin, alice.id));
        assert.deepEqual([other.arrivals, dave.arrivals], [0, 0]);
      },
    );
  });

  test('with stock apps as Bob, a friend, and Dave, who is none', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await startStockApp({ generation: 'room-client' });
    await using dave = await startStockApp({ generation: 'rooms1-client' });
    await using alice = await person();
    for (const app of [bob, dave]) await app.connect(room.address);
    await alice.follow(feedOf(bob.id));
    await bob.waitForAttendant(room.id, dave.id);
    await dave.waitForAttendant(room.id, bob.id);

    await arrow(diagram, '1. endpoints: both are seen', async () => {
      const joined = await alice.join(room.address);
      for (const { id } of [bob, dave]) await attends(joined, id);
    });

    await arrow(diagram, '2. only Bob is connected to', async () => {
      await assertTalkWithApp(await meets(alice, bob.id), bob, alice.id);
      assert.equal(alice.peers.size, 1);
      assert.ok(dave.state.connections.every(({ peer }) => peer === room.id));
    });
  });

  test('with literal muxrpc clients', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await connect(room.address, someone());
    using dave = await connect(room.address, someone());
    using alice = await connect(room.address, someone());
    for (const peer of [bob, dave, alice]) await peer.announce(peer.id);
    const follows = new Set([bob.id]);

    const seen = await arrow(diagram, '1. endpoints', async () => {
      const seen = await nextList(alice.endpoints());
      assert.deepEqual(seen, [alice.id, bob.id, dave.id].sort());
      return seen;
    });

    await arrow(diagram, '2. only if Alice follows: connect, relay, a duplex each', async () => {
      for (const target of seen.filter((id) => follows.has(id))) {
        const there = alice.tunnelTo({ portal: room.id, target });
        const { opts, stream } = await bob.arrival();
        assert.deepEqual(opts, { portal: room.id, target, origin: alice.id });
        await assertDuplex(there, stream);
      }
      assert.equal(dave.arrivals, 0);
    });
  });
});
