import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Client, type Contact, createIdentity, type KnownRoom, MemoryStore } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { until } from '../../hostile/deadline.ts';
import { startStockRoom } from '../../stock/room.ts';
import { assertTalk } from '../diagrams/duplex.ts';
import { startOurRoom } from '../our-room.ts';
import { attends, first, meets, parts, person } from './person.ts';

describe('several rooms at once', () => {
  test('a peer is found in whichever room both are', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using shed = await startStockRoom({ name: 'Shed' });
    await using alice = await person();
    await using bob = await person();
    await using carol = await person();
    const [inGarden, inShed] = [await alice.join(garden.address), await alice.join(shed.address)];
    await bob.join(garden.address);
    await carol.join(shed.address);
    await attends(inGarden, bob.id);
    await attends(inShed, carol.id);
    for (const [friend, room] of [
      [bob, garden],
      [carol, shed],
    ] as const) {
      const peer = await alice.connect(friend.id);
      assert.equal(peer.room, room.id);
      await assertTalk(peer, await meets(friend, alice.id));
    }
    assert.deepEqual([inGarden.attendants.snapshot(), inShed.attendants.snapshot()], [[bob.id], [carol.id]]);
    alice.leave(inShed);
    await parts(alice, carol.id);
    assert.deepEqual(alice.rooms.snapshot(), [inGarden]);
    await assert.rejects(alice.connect(carol.id), { fault: 'not-online' });
    await assertTalk(await alice.connect(bob.id), await meets(bob, alice.id));
  });

  test('who is in both is connected to once, and again through the other when one room is left', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using shed = await startOurRoom({ name: 'Shed' });
    await using alice = await person();
    await using bob = await person();
    for (const { address } of [garden, shed]) {
      await bob.join(address);
      await attends(await alice.join(address), bob.id);
    }
    await alice.follow(bob.id);
    const { room } = await meets(alice, bob.id);
    assert.equal(alice.peers.size, 1);
    const left = alice.rooms.snapshot().find(({ id }) => id === room);
    assert.ok(left !== undefined);
    alice.leave(left);
    const peer = await first('the other way', alice.peers, (other) => other.room !== room);
    assert.equal(await peer.remote['peer.echo']('hello'), 'hello');
  });
});

describe('the contact book, after a restart', () => {
  interface Stores {
    readonly contacts: MemoryStore<Contact>;
    readonly rooms: MemoryStore<KnownRoom>;
  }

  /** Alice, whose books stay when she goes. */
  function alices() {
    const stores: Stores = { contacts: new MemoryStore(), rooms: new MemoryStore() };
    const identity = createIdentity(nodeRuntime.crypto);
    return (): Promise<Client> =>
      person({ identity, contacts: stores.contacts.beside(), rooms: stores.rooms.beside() });
  }

  async function isNoted(alice: Client, id: Client['id']): Promise<void> {
    await meets(alice, id);
    await until('the book to note where', () => alice.contacts.reachOf(id).length > 0);
  }

  test('leads to a contact in a room that was not joined by hand', async () => {
    await using shed = await startOurRoom({ name: 'Shed' });
    await using bob = await person();
    await bob.join(shed.address);
    const open = alices();
    {
      await using alice = await open();
      // Bob is there before he is followed: where he is is noted once he is reached.
      await attends(await alice.join(shed.address), bob.id);
      await alice.follow(bob.id);
      await isNoted(alice, bob.id);
    }
    await using alice = await open();
    assert.equal(alice.rooms.size, 0);
    assert.deepEqual(
      alice.contacts.reachOf(bob.id).map(({ room }) => room),
      [shed.id],
    );
    const peer = await alice.connect(bob.id);
    assert.equal(peer.room, shed.id);
    assert.equal(await peer.remote['peer.echo']('again'), 'again');
    assert.deepEqual(
      alice.rooms.snapshot().map(({ id }) => id),
      [shed.id],
    );
  });

  test('tells why a contact is not found where they were seen', async () => {
    await using shed = await startOurRoom({ name: 'Shed' });
    const open = alices();
    const bob = await person();
    {
      await using alice = await open();
      await bob.join(shed.address);
      await alice.join(shed.address);
      await alice.follow(bob.id);
      await isNoted(alice, bob.id);
      await bob[Symbol.asyncDispose]();
      await parts(alice, bob.id);
    }
    await using alice = await open();
    await assert.rejects(alice.connect(bob.id), { fault: 'not-online' });
    await shed.stop();
    await using later = await open();
    await assert.rejects(later.connect(bob.id), { fault: 'unreachable' });
  });

  test('brings back the rooms that are kept', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using bob = await person();
    await bob.join(garden.address);
    const open = alices();
    {
      await using alice = await open();
      await alice.join(garden.address);
      await alice.follow(bob.id);
      await meets(alice, bob.id);
    }
    await using alice = await open();
    const [known] = alice.knownRooms.list();
    assert.deepEqual([known?.id, known?.name], [garden.id, 'Garden']);
    await alice.join(known?.addresses ?? '');
    await assertTalk(await meets(alice, bob.id), await meets(bob, alice.id));
  });
});
