import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Client,
  type ClientOptions,
  type Conversation,
  createIdentity,
  MemoryMessageStore,
} from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { until } from '../../hostile/deadline.ts';
import { NetworkProxy } from '../../network/proxy.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { attends, isAbsent, none, reaches } from '../client/person.ts';
import { becomes, enter, isDelivered, joinAll, says, textsOf } from '../client/talking.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { goes, linked, linker } from './linking.ts';
import { WatchedLinks } from './watched-links.ts';

const load = () => import('@open-rooms/client/links');

/** Somebody who opens links, and takes part in conversations. */
function talker(options: Partial<ClientOptions> = {}): Promise<Client> {
  return linker({ messages: new MemoryMessageStore(), ...options });
}

function portOf({ address }: Pick<OurRoom, 'address'>): number {
  return Number(/:(\d+)~/.exec(address)?.[1]);
}

/** Resolves once two speak directly, and nothing of it goes through the room any more. */
async function speakDirectly(one: Client, other: Client): Promise<void> {
  for (const [client, { id }] of [
    [one, other],
    [other, one],
  ] as const) {
    await goes(await linked(client, id), 'direct');
    const isQuiet = () => client.peers.snapshot().every((peer) => peer.isIdle);
    await until('the tunnels to carry no conversation', isQuiet);
  }
}

/** Both say something, and hear it. */
async function talk(here: Conversation, there: Conversation, said: string[], round: string): Promise<void> {
  for (const [conversation, who] of [
    [here, 'Alice'],
    [there, 'Bob'],
  ] as const) {
    said.push(`${who}, ${round}`);
    await conversation.send(`${who}, ${round}`);
    for (const each of [here, there]) await says(each, said);
  }
}

describe('a conversation takes the best path', { concurrency: true }, () => {
  test('and goes on when the room is killed, and when it is back', async () => {
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ name: 'Garden', data: data.path });
    await using alice = await talker();
    await using bob = await talker();
    const [here, there] = await joinAll(before, [alice, bob]);
    assert.ok(here && there);
    const said: string[] = [];
    await talk(here, there, said, 'through the room');
    await speakDirectly(alice, bob);
    await talk(here, there, said, 'directly');
    const aside = alice.conversations.with(bob.id);
    await isDelivered(aside, await aside.send('And in private?'), 'sent');

    await before.kill();
    for (const client of [alice, bob]) await none('all tunnels to end', client.peers, () => true);
    await talk(here, there, said, 'without the room');
    await isDelivered(aside, await aside.send('In private, too.'), 'sent');

    await using after = await startOurRoom({ data: data.path, port: portOf(before) });
    assert.equal(after.address, before.address);
    await talk(here, there, said, 'while it comes back');
    for (const client of [alice, bob])
      for (const room of client.rooms.snapshot()) await reaches(room, 'open');
    await talk(here, there, said, 'with the room');
    await says(aside, ['And in private?', 'In private, too.']);
    await speakDirectly(alice, bob);
    await talk(here, there, said, 'directly again');
    await bob.setName('Bob');
    await until('Alice to know his name', () => alice.nameOf(bob.id) === 'Bob');
  });

  test('and goes back through the room when the direct connection is lost, and on when there is another', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const watched = [new WatchedLinks(load), new WatchedLinks(load)] as const;
    await using alice = await talker({ links: watched[0].load });
    await using bob = await talker({ links: watched[1].load });
    const [here, there] = await joinAll(room, [alice, bob]);
    assert.ok(here && there);
    const said: string[] = [];
    await talk(here, there, said, 'through the room');
    await speakDirectly(alice, bob);
    for (const links of watched) links.isBlocked = true;
    const under = [here, there].map((conversation, who) => conversation.send(`${who} on the way`));
    for (const line of watched.flatMap(({ direct }) => direct)) line.abort('the network is gone');
    await Promise.all(under);
    await becomes('what was on the way', here, ({ length }) => length === 4);
    // Whichever of both was said first.
    said.push(...textsOf(here).slice(2));
    assert.deepEqual(said.slice(2).sort(), ['0 on the way', '1 on the way']);
    await talk(here, there, said, 'through the room again');
    for (const [client, other] of [
      [alice, bob],
      [bob, alice],
    ] as const)
      await goes(await linked(client, other.id), 'room');

    for (const links of watched) links.isBlocked = false;
    for (const client of [alice, bob]) client.links.nudge();
    await speakDirectly(alice, bob);
    await talk(here, there, said, 'directly again');
    // Without a link there is the room.
    alice.link(bob.id)?.close();
    await talk(here, there, said, 'without a link');
  });

  for (const [who, loser] of ['the first', 'the second'].entries()) {
    test(`and nothing is lost or said twice where ${loser} alone has lost the direct connection`, async () => {
      await using room = await startOurRoom({ name: 'Garden' });
      const watched = [new WatchedLinks(load), new WatchedLinks(load)] as const;
      await using alice = await talker({ links: watched[0].load });
      await using bob = await talker({ links: watched[1].load });
      const [here, there] = await joinAll(room, [alice, bob]);
      assert.ok(here && there);
      const said: string[] = [];
      await talk(here, there, said, 'through the room');
      await speakDirectly(alice, bob);
      await talk(here, there, said, 'directly');
      for (const links of watched) links.isBlocked = true;
      for (const line of watched[who]?.direct ?? []) line.lose();
      const other = who === 0 ? bob.link(alice.id) : alice.link(bob.id);
      assert.equal(other?.path.value?.kind, 'direct', 'the other believes in it');
      await talk(here, there, said, 'while one believes in it');
      await talk(here, there, said, 'through the room again');
      for (const line of watched[who]?.direct ?? []) line.tell();
      for (const links of watched) links.isBlocked = false;
      for (const client of [alice, bob]) client.links.nudge();
      await speakDirectly(alice, bob);
      await talk(here, there, said, 'directly again');
    });
  }

  test('with each device of one key', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    const identity = createIdentity(nodeRuntime.crypto);
    await using laptop = await talker({ identity });
    await using phone = await talker({ identity });
    const conversations = await Promise.all([alice, laptop, phone].map((client) => enter(client, room)));
    for (const [who, conversation] of conversations.entries()) await conversation.send(`from ${who}`);
    for (const conversation of conversations)
      await becomes('all to have all', conversation, ({ length }) => length === 3);
    await goes(await linked(alice, laptop.id), 'direct');
    for (const [who, conversation] of conversations.entries()) await conversation.send(`again from ${who}`);
    for (const conversation of conversations)
      await becomes('all to have all', conversation, ({ length }) => length === 6);
  });

  test('with somebody whose way to the room is lost, until they are back', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using network = await NetworkProxy.start(portOf(room));
    await using alice = await talker();
    await using bob = await talker();
    const [here] = await joinAll(room, [alice]);
    const [there] = await joinAll({ address: network.through(room.address) }, [bob]);
    assert.ok(here && there);
    const said: string[] = [];
    await talk(here, there, said, 'through the room');
    await speakDirectly(alice, bob);
    await network.refuse();
    const [seen] = alice.rooms.snapshot();
    assert.ok(seen);
    await isAbsent(seen, bob.id);
    await talk(here, there, said, 'without his room');
    await network.allow();
    for (const joined of bob.rooms.snapshot()) joined.nudge();
    await attends(seen, bob.id);
    await talk(here, there, said, 'with it');
  });
});
