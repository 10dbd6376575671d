import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Client, Room } from '@open-rooms/client';
import { within } from '../../stock/deadline.ts';
import { attends, isAbsent } from '../client/person.ts';
import { ends, goes, linkBoth, linker, said } from './linking.ts';
import { ModeratedRoom } from './moderated-room.ts';

/** Brings everybody into a room, each on the list of each. */
async function enter({ address }: ModeratedRoom, ...people: Client[]): Promise<void> {
  const rooms = await Promise.all(people.map((client) => client.join(address)));
  for (const room of rooms) {
    assert.ok(room instanceof Room);
    for (const { id } of people) if (id !== people[rooms.indexOf(room)]?.id) await attends(room, id);
  }
}

describe('links that a room ends', () => {
  test('are those of whoever was banned; a room that only goes away ends none', async () => {
    await using garden = await ModeratedRoom.start();
    await using alice = await linker();
    await using bob = await linker();
    await using carol = await linker();
    await enter(garden, alice, bob, carol);
    const [aliceBob, bobAlice] = await linkBoth(alice, bob);
    const [aliceCarol] = await linkBoth(alice, carol);
    await Promise.all([goes(aliceBob, 'direct'), goes(aliceCarol, 'direct')]);
    await garden.bans(bob.id);
    await Promise.all([ends(aliceBob), ends(bobAlice)]);
    assert.equal(aliceCarol.state.value, 'open');

    await within('the server to stop', garden.server.stop());
    assert.equal((await said(aliceCarol, 'without the room')).text, 'without the room');
  });

  test('are those of a banned person for good: they do not come back before they are let in again', async () => {
    await using garden = await ModeratedRoom.start();
    await using alice = await linker();
    await using bob = await linker();
    await enter(garden, alice, bob);
    const [tea] = alice.rooms.snapshot();
    const [bobsTea] = bob.rooms.snapshot();
    assert.ok(tea !== undefined && bobsTea !== undefined);
    const links = await linkBoth(alice, bob);
    await goes(links[0], 'direct');
    await garden.bans(bob.id);
    await Promise.all(links.map(ends));
    assert.deepEqual([alice.peers.size, bob.peers.size], [0, 0], 'no tunnel is left');
    await isAbsent(tea, bob.id);
    await assert.rejects(within('bob to be kept out', bobsTea.reached(AbortSignal.timeout(10_000))));
    assert.deepEqual([alice.links.size, bob.links.size], [0, 0]);

    await garden.pardons(bob.id);
    await within('bob to be let in again', bobsTea.reached(AbortSignal.timeout(10_000)));
    await attends(tea, bob.id);
    await Promise.all((await linkBoth(alice, bob)).map((link) => goes(link, 'direct')));
    await within('the server to stop', garden.server.stop());
  });

  test('are all where its owner stops it', async () => {
    await using garden = await ModeratedRoom.start();
    await using alice = await linker();
    await using bob = await linker();
    await enter(garden, alice, bob);
    const links = await linkBoth(alice, bob);
    garden.server.endLinks();
    await Promise.all(links.map(ends));
    await within('the server to stop', garden.server.stop());
  });
});
