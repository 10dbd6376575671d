import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { attends, feedOf, first, isAbsent, meets, person } from '../client/person.ts';
import { startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { assertDuplex, assertTalk, assertTalkWithApp } from './duplex.ts';
import { connect, nextList, someone } from './peer.ts';

describe('E. Alice and Bob establish a new friendship', () => {
  test('with our client at both ends', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await person();
    await using bob = await person();
    await using carol = await person();
    const [atAlice, atBob] = [await alice.join(room.address), await bob.join(room.address)];
    await carol.join(room.address);

    await arrow(diagram, '1-2. each sees the other, and nobody is connected', async () => {
      await attends(atAlice, bob.id);
      await attends(atBob, alice.id);
      // Whoever is followed is connected; by then nobody else was.
      await carol.follow(bob.id);
      await meets(bob, carol.id);
      assert.deepEqual([alice.peers.size, bob.peers.size], [0, 1]);
      await carol[Symbol.asyncDispose]();
      await isAbsent(atBob, carol.id);
    });

    await arrow(diagram, "3. Alice's conscious choice: she follows Bob", async () => {
      assert.equal((await alice.follow(bob.id)).relation, 'followed');
    });

    await arrow(diagram, '4. connect to Bob, relayed, a duplex each', async () => {
      const [there, back] = [await meets(alice, bob.id), await meets(bob, alice.id)];
      assert.deepEqual([there.opener, back.opener], ['here', 'there']);
      await assertTalk(there, back);
      assert.equal(bob.contacts.relationOf(alice.id), 'stranger');
    });

    await arrow(diagram, "5. Bob's conscious choice: he follows Alice", async () => {
      assert.equal((await bob.follow(alice.id)).relation, 'followed');
    });

    await arrow(diagram, '6. Bob connects back', async () => {
      const isBobs = (end: 'here' | 'there') => (peer: { opener: string }) => peer.opener === end;
      const there = await first('the tunnel that Bob opens', bob.peers, isBobs('here'));
      const back = await first('the tunnel that Bob opened', alice.peers, isBobs('there'));
      assert.deepEqual([there.id, back.id], [alice.id, bob.id]);
      await assertTalk(there, back);
    });
  });

  test('with a stock app as Bob', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await person();
    await using bob = await startStockApp({ generation: 'room-client' });
    const atAlice = await alice.join(room.address);
    await bob.connect(room.address);

    await arrow(diagram, '1-2. each sees the other', async () => {
      await attends(atAlice, bob.id);
      await bob.waitForAttendant(room.id, alice.id);
      assert.equal(alice.peers.size, 0);
    });

    await arrow(diagram, '3-4. Alice follows Bob, and is connected', async () => {
      await alice.follow(feedOf(bob.id));
      await assertTalkWithApp(await meets(alice, bob.id), bob, alice.id);
    });
  });

  test('with a stock app as Alice', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await startStockApp({ generation: 'room-client' });
    await using bob = await person();
    const atBob = await bob.join(room.address);
    await alice.connect(room.address);
    await attends(atBob, alice.id);
    await alice.waitForAttendant(room.id, bob.id);

    await arrow(diagram, "3-4. Alice's choice: her app dials Bob", async () => {
      // Stock apps have a probe to be asked; ours answers what its contract says.
      await assert.rejects(alice.dialThroughTunnel(room.id, bob.id, 'hello'), /probe/);
      await assertTalkWithApp(await meets(bob, alice.id), alice, bob.id);
    });

    await arrow(diagram, "5-6. Bob's choice: he follows Alice, and connects back", async () => {
      await bob.follow(feedOf(alice.id));
      const back = await first('the tunnel that Bob opens', bob.peers, ({ opener }) => opener === 'here');
      await assertTalkWithApp(back, alice, bob.id);
    });
  });

  test('with literal muxrpc clients', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connect(room.address, someone());
    using bob = await connect(room.address, someone());
    for (const peer of [alice, bob]) await peer.announce(peer.id);

    await arrow(diagram, '1-2. endpoints: each sees the other', async () => {
      for (const peer of [alice, bob])
        assert.deepEqual(await nextList(peer.endpoints()), [alice.id, bob.id].sort());
    });

    for (const [name, from, to] of [
      ['3-4. Alice follows Bob: connect, relayed, a duplex each', alice, bob],
      ['5-6. Bob follows Alice: he connects back', bob, alice],
    ] as const) {
      await arrow(diagram, name, async () => {
        assert.equal(to.arrivals, 0);
        const there = from.tunnelTo({ portal: room.id, target: to.id });
        const { opts, stream } = await to.arrival();
        assert.deepEqual(opts, { portal: room.id, target: to.id, origin: from.id });
        await assertDuplex(there, stream);
      });
    }
  });
});
