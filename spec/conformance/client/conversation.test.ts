import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Client, createIdentity, MemoryMessageStore } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { startOurRoom } from '../our-room.ts';
import { meets, none } from './person.ts';
import { becomes, enter, isDelivered, says, talker, textsOf } from './talking.ts';

describe('in the conversation of a room', { concurrency: true }, () => {
  test('two hear each other, change and remove what they said, and see how far it came', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    const here = await enter(alice, room);
    const first = await here.send('Is anybody here?');
    assert.deepEqual([here.entries[0]?.delivery, here.entries[0]?.mine], ['waiting', true]);
    const there = await enter(bob, room);
    await says(there, ['Is anybody here?']);
    await isDelivered(here, first, 'sent');
    assert.equal(there.unread, 1);
    there.markRead();
    assert.equal(there.unread, 0);
    await isDelivered(here, first, 'read');
    assert.deepEqual(here.entries[0]?.readBy, [bob.id]);

    await there.send('Me.');
    await says(here, ['Is anybody here?', 'Me.']);
    await here.edit(first, 'Is **anybody** here?');
    await says(there, ['Is **anybody** here?', 'Me.']);
    assert.equal(there.entries[0]?.edited, true);
    await assert.rejects(there.remove(first), RangeError);
    await here.remove(first);
    await says(there, ['', 'Me.']);
    assert.deepEqual([there.entries[0]?.removed, here.entries[0]?.removed], [true, true]);
    await assert.rejects(here.send(''), /Cannot send a message without text/);
    assert.deepEqual(alice.peers.snapshot().length + bob.peers.snapshot().length, 2);
  });

  test('somebody who types is seen to, until they have said it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    const [here, there] = [await enter(alice, room), await enter(bob, room)];
    await there.send('hello');
    await says(here, ['hello']);
    here.typingNow();
    await becomes('Alice to be seen typing', there, () => there.typing.includes(alice.id));
    await here.send('hello to you');
    await becomes('Alice to have typed', there, () => there.typing.length === 0);
    await says(there, ['hello', 'hello to you']);
  });

  test('five talk at once, and who comes late hears what was said before', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using kit = new AsyncDisposableStack();
    const people: Client[] = [];
    for (let count = 0; count < 5; count++) people.push(kit.use(await talker()));
    const conversations = await Promise.all(people.map((client) => enter(client, room)));
    await Promise.all(
      conversations.flatMap((conversation, who) =>
        Array.from({ length: 10 }, (_, count) => conversation.send(`${who} says ${count}`)),
      ),
    );
    for (const conversation of conversations)
      await becomes('fifty messages', conversation, ({ length }) => length === 50);
    const orders = new Set(conversations.map((conversation) => textsOf(conversation).join()));
    assert.equal(orders.size, 1, 'all have the same order');
    await people[0]?.[Symbol.asyncDispose]();
    await using late = await talker();
    const heard = await enter(late, room);
    await becomes('all that was said', heard, ({ length }) => length === 50);
    assert.deepEqual([...orders], [textsOf(heard).join()]);
  });

  test('what was said is kept, and is there again after a new start', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const options = { messages: new MemoryMessageStore(), identity: createIdentity(nodeRuntime.crypto) };
    await using bob = await talker();
    const there = await enter(bob, room);
    {
      await using alice = await talker(options);
      const here = await enter(alice, room);
      const id = await here.send('one');
      await says(there, ['one']);
      await there.send('two');
      await says(here, ['one', 'two']);
      await isDelivered(here, id, 'sent');
      here.markRead();
      await alice.conversations.with(bob.id).send('three');
    }
    await bob[Symbol.asyncDispose]();
    await using again = await talker(options);
    const here = await enter(again, room);
    await says(here, ['one', 'two']);
    assert.deepEqual([here.unread, here.entries[0]?.delivery], [0, 'sent']);
    const [aside] = again.conversations.all.snapshot().filter(({ kind }) => kind === 'private');
    assert.ok(aside);
    await says(aside, ['three']);
    assert.equal(aside.with, bob.id);
  });

  test('those who leave the room are spoken with no more', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    const [here, there] = [await enter(alice, room), await enter(bob, room)];
    await there.send('hello');
    await says(here, ['hello']);
    assert.deepEqual(alice.conversations.all.snapshot(), [here]);
    const [kept] = bob.rooms.snapshot();
    assert.ok(kept);
    bob.leave(kept);
    await none('the tunnel to Bob', alice.peers, ({ id }) => id === bob.id);
    assert.deepEqual(bob.conversations.all.snapshot(), []);
    await assert.rejects(there.send('still here?'), /the room was left/);
    await enter(bob, room);
    await meets(alice, bob.id);
  });
});
