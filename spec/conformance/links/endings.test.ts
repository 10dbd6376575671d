import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Client, Room } from '@open-rooms/client';
import type { RunningServer } from '../../../room-server/running-server.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { attends } from '../client/person.ts';
import { ends, goes, linkBoth, linker, said } from './linking.ts';
import { startServer } from './removing-server.ts';

/** Brings everybody into a room, each on the list of each. */
async function enter(server: RunningServer, ...people: Client[]): Promise<void> {
  const [address = ''] = server.addresses;
  const rooms = await Promise.all(people.map((client) => client.join(address)));
  for (const room of rooms) {
    assert.ok(room instanceof Room);
    for (const { id } of people) if (id !== people[rooms.indexOf(room)]?.id) await attends(room, id);
  }
}

describe('links that a room ends', () => {
  test('are those of whoever was removed; a room that only goes away ends none', async () => {
    await using folder = await temporaryDirectory();
    const server = await startServer(folder.path);
    await using alice = await linker();
    await using bob = await linker();
    await using carol = await linker();
    await enter(server, alice, bob, carol);
    const [aliceBob, bobAlice] = await linkBoth(alice, bob);
    const [aliceCarol] = await linkBoth(alice, carol);
    await Promise.all([goes(aliceBob, 'direct'), goes(aliceCarol, 'direct')]);
    server.endings.removed(bob.id);
    await Promise.all([ends(aliceBob), ends(bobAlice)]);
    assert.equal(aliceCarol.state.value, 'open');

    await within('the server to stop', server.stop());
    assert.equal((await said(aliceCarol, 'without the room')).text, 'without the room');
  });

  test('are those of a removed person for good: they do not come back before they are let in again', async () => {
    await using folder = await temporaryDirectory();
    const server = await startServer(folder.path);
    await using alice = await linker();
    await using bob = await linker();
    await enter(server, alice, bob);
    const [tea] = alice.rooms.snapshot();
    const [bobsTea] = bob.rooms.snapshot();
    assert.ok(tea !== undefined && bobsTea !== undefined);
    const links = await linkBoth(alice, bob);
    await goes(links[0], 'direct');
    server.endings.removed(bob.id);
    await Promise.all(links.map(ends));
    assert.deepEqual([alice.peers.size, bob.peers.size], [0, 0], 'no tunnel is left');
    assert.ok(!tea.attendants.has(bob.id));
    await assert.rejects(within('bob to be kept out', bobsTea.reached(AbortSignal.timeout(10_000))));
    assert.deepEqual([alice.links.size, bob.links.size], [0, 0]);

    server.endings.readmit(bob.id);
    await within('bob to be let in again', bobsTea.reached(AbortSignal.timeout(10_000)));
    await attends(tea, bob.id);
    await Promise.all((await linkBoth(alice, bob)).map((link) => goes(link, 'direct')));
    await within('the server to stop', server.stop());
  });

  test('are all where its owner stops it', async () => {
    await using folder = await temporaryDirectory();
    const server = await startServer(folder.path);
    await using alice = await linker();
    await using bob = await linker();
    await enter(server, alice, bob);
    const links = await linkBoth(alice, bob);
    server.endings.stopped();
    await Promise.all(links.map(ends));
    await within('the server to stop', server.stop());
  });
});
