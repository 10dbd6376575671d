import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Client, Conversation } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { NetworkProxy } from '../../network/proxy.ts';
import { startStockApp } from '../../stock/app.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { portOf, startOurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { assertQuiet } from '../stock/meeting.ts';
import { attends, meets, none, parts, reaches } from './person.ts';
import { becomes, enter, isDelivered, joinAll, says, talker, textsOf } from './talking.ts';

/** The port of the room's TCP address. */
async function people(kit: AsyncDisposableStack, count: number): Promise<Client[]> {
  const all = [];
  for (let each = 0; each < count; each++) all.push(kit.use(await talker()));
  return all;
}

async function hearAll(conversations: readonly Conversation[], count: number): Promise<void> {
  for (const conversation of conversations)
    await becomes(`${count} messages`, conversation, ({ length }) => length === count);
  const orders = new Set(conversations.map((conversation) => textsOf(conversation).join('\n')));
  assert.equal(orders.size, 1, 'all have the same, in the same order');
  const texts = [...orders].join('').split('\n');
  assert.equal(new Set(texts).size, texts.length, 'nothing stands there twice');
}

describe('a conversation goes on, with nothing lost and nothing twice', { concurrency: true }, () => {
  test('when the room is started again in its midst', async () => {
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ name: 'Garden', data: data.path });
    await using kit = new AsyncDisposableStack();
    const three = await people(kit, 3);
    const conversations = await joinAll(before, three);
    const saying = (round: number) =>
      conversations.map((conversation, who) => conversation.send(`${who} in round ${round}`));
    await Promise.all(saying(1));
    await before.kill();
    const waiting = await Promise.all(saying(2));
    for (const client of three) await none('all tunnels to end', client.peers, () => true);
    await Promise.all(saying(3));
    await using after = await startOurRoom({ data: data.path, port: portOf(before.address) });
    assert.equal(after.address, before.address);
    await Promise.all(saying(4));
    await hearAll(conversations, 12);
    const [own] = conversations;
    assert.ok(own !== undefined && waiting[0] !== undefined);
    await isDelivered(own, waiting[0], 'sent');
  });

  test('when the network cuts over and over', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using network = await NetworkProxy.start(portOf(room.address));
    await using alice = await talker();
    await using bob = await talker();
    const conversations = await joinAll({ address: network.through(room.address) }, [alice, bob]);
    const [here, there] = conversations;
    assert.ok(here && there);
    await here.send('first');
    await says(there, ['first']);
    for (let round = 0; round < 3; round++) {
      await Promise.all([here.send(`${round} here`), there.send(`${round} there`)]);
      network.cut();
      await parts(alice, bob.id);
      await here.send(`${round} meanwhile`);
      for (const client of [alice, bob])
        for (const joined of client.rooms.snapshot()) {
          joined.nudge();
          await reaches(joined, 'open');
        }
      await hearAll(conversations, 1 + (round + 1) * 3);
    }
  });

  test('when one of two rooms goes away, between those who are in both', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using tower = await startOurRoom({ name: 'Tower' });
    await using alice = await talker();
    await using bob = await talker();
    const [inGarden] = await joinAll(garden, [alice, bob]);
    const [inTower, there] = await joinAll(tower, [alice, bob]);
    await meets(alice, bob.id);
    await garden.stop();
    await inTower?.send('Are you still there?');
    assert.ok(there && inGarden);
    await says(there, ['Are you still there?']);
    const aside = alice.conversations.with(bob.id);
    await isDelivered(aside, await aside.send('And in private?'), 'sent');
  });
});

describe('what a conversation asks of a room', { concurrency: true }, () => {
  test('it carries everything and can read nothing', async () => {
    await using folder = await temporaryDirectory();
    const keptBoxes = join(folder.path, 'boxes');
    await using room = await startRoomProcess({ name: 'Garden', keptBoxes });
    await using alice = await talker();
    await using bob = await talker();
    await alice.setName('Alice of the hidden name');
    const [here, there] = await joinAll(room, [alice, bob]);
    assert.ok(here && there);
    const secret = 'The word is "Xyzzy-8121" and nobody else shall read it.';
    await here.send(secret);
    await says(there, [secret]);
    const aside = alice.conversations.with(bob.id);
    await isDelivered(aside, await aside.send('Xyzzy-8122'), 'sent');
    const seen = await readFile(keptBoxes);
    assert.ok(seen.includes('["tunnel","connect"]'), 'what is the room’s own');
    for (const hidden of ['Xyzzy', 'hidden name', 'peer.chat', '"chat"', 'open-rooms-chat'])
      assert.equal(seen.includes(hidden), false, `"${hidden}" is to be read`);
  });

  test('twelve people hear each other, over few tunnels', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using kit = new AsyncDisposableStack();
    const all = await people(kit, 12);
    const conversations = await joinAll(room, all);
    await Promise.all(conversations.map((conversation, who) => conversation.send(`hello from ${who}`)));
    await hearAll(conversations, 12);
    const tunnels = all.reduce((sum, { peers }) => sum + peers.size, 0) / 2;
    assert.ok(tunnels <= 12 * 6, `${tunnels} tunnels between 12 people`);
    // Two who dial each other at once have two for a moment.
    for (const { peers } of all)
      await until('one tunnel between two', () => {
        const ids = peers.snapshot().map(({ id }) => id);
        return new Set(ids).size === ids.length;
      });
  });

  test('a stock app that is there is found out by one dial, and left in peace', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    await using alice = await talker();
    const here = await enter(alice, room);
    const dials: string[] = [];
    using _dialled = alice.peers.watch({ joined: ({ id }) => dials.push(id), left: () => undefined });
    const [joined] = alice.rooms.snapshot();
    assert.ok(joined);
    await attends(joined, app.id);
    await meets(alice, app.id);
    await parts(alice, app.id);
    await here.send('Is anybody here who talks?');
    // Whatever makes it look again: somebody comes, talks and goes.
    await using bob = await talker();
    const there = await enter(bob, room);
    await says(there, ['Is anybody here who talks?']);
    await bob[Symbol.asyncDispose]();
    await parts(alice, bob.id);
    assert.deepEqual(dials.filter((id) => id === app.id).length, 1);
    assertQuiet(app);
  });

  test('two who dial each other at once end with one tunnel', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    for (let round = 0; round < 2; round++) {
      await using alice = await talker();
      await using bob = await talker();
      // Whoever has something to say in private dials at once.
      const [here, there] = [alice.conversations.with(bob.id), bob.conversations.with(alice.id)];
      const sent = [await here.send('you'), await there.send('and you')] as const;
      await joinAll(room, [alice, bob]);
      await isDelivered(here, sent[0], 'sent');
      await isDelivered(there, sent[1], 'sent');
      await until('one tunnel', () => alice.peers.size === 1 && bob.peers.size === 1);
      await isDelivered(here, await here.send('once more'), 'sent');
    }
  });
});
