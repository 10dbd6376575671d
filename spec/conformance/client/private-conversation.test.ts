import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, Conversation } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { startOurRoom } from '../our-room.ts';
import { first, none } from './person.ts';
import { becomes, enter, isDelivered, joinAll, says, talker, textsOf } from './talking.ts';

/** What a stranger has begun, and nobody has decided. */
function askedBy(client: Client, id: string): Promise<Conversation> {
  return first(`${id} to ask`, client.conversations.asked, (conversation) => conversation.with === id);
}

describe('a private conversation', { concurrency: true }, () => {
  test('of two who know each other is theirs alone', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await using carol = await talker();
    await joinAll(room, [alice, bob, carol]);
    await alice.contacts.accept(bob.id);
    await bob.contacts.accept(alice.id);
    const here = alice.conversations.with(bob.id);
    assert.equal(here, alice.conversations.with(bob.id));
    const id = await here.send('Between us.');
    await isDelivered(here, id, 'sent');
    const there = bob.conversations.with(alice.id);
    await says(there, ['Between us.']);
    await there.send('Yes.');
    await says(here, ['Between us.', 'Yes.']);
    there.markRead();
    await isDelivered(here, id, 'read');
    assert.deepEqual(bob.conversations.asked.snapshot(), []);
    assert.ok(bob.conversations.all.has(there));
    assert.equal(carol.conversations.all.snapshot().filter(({ kind }) => kind === 'private').length, 0);
    assert.throws(() => alice.conversations.with(alice.id), RangeError);
  });

  test('that a stranger begins is asked, and tells them nothing until it is accepted', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await joinAll(room, [alice, bob]);
    const here = alice.conversations.with(bob.id);
    const id = await here.send('You do not know me.');
    const asked = await askedBy(bob, alice.id);
    await says(asked, ['You do not know me.']);
    assert.deepEqual([asked.isAsked, asked.unread, bob.conversations.all.has(asked)], [true, 1, false]);
    asked.markRead();
    asked.typingNow();
    await isDelivered(here, id, 'sent');
    await here.send('Hello?');
    await says(asked, ['You do not know me.', 'Hello?']);
    assert.deepEqual([asked.unread, here.entries[0]?.delivery, here.typing], [2, 'sent', []]);

    const seen: boolean[] = [];
    using _watching = asked.watch(() => void seen.push(asked.isAsked));
    await asked.accept();
    assert.equal(seen.at(-1), false, 'whoever looks at it is told');
    assert.equal(bob.contacts.relationOf(alice.id), 'accepted');
    assert.deepEqual([asked.isAsked, bob.conversations.asked.size], [false, 0]);
    assert.ok(bob.conversations.all.has(asked));
    assert.deepEqual(textsOf(asked), ['You do not know me.', 'Hello?']);
    asked.markRead();
    await isDelivered(here, id, 'read');
    // Whoever has written first is not asked whether they want an answer.
    await asked.send('Now I do.');
    await says(here, ['You do not know me.', 'Hello?', 'Now I do.']);
    assert.deepEqual([here.isAsked, alice.conversations.asked.size], [false, 0]);
  });

  test('of a stranger who is refused is put away; of one who is blocked all goes, in rooms too', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await joinAll(room, [alice, bob]);
    await alice.conversations.with(bob.id).send('Buy this.');
    const asked = await askedBy(bob, alice.id);
    asked.refuse();
    assert.deepEqual([bob.conversations.asked.size, bob.contacts.relationOf(alice.id)], [0, 'stranger']);
    const [hers, his] = [await enter(alice, room), await enter(bob, room)];
    await alice.conversations.with(bob.id).send('Buy it now.');
    await hers.send('Buy this, everybody.');
    await says(his, ['Buy this, everybody.']);
    assert.equal(bob.conversations.asked.size, 0);

    await his.send('No.');
    await says(hers, ['Buy this, everybody.', 'No.']);
    await bob.contacts.block(alice.id);
    await none('the tunnels to Alice', bob.peers, ({ id }) => id === alice.id);
    await says(his, ['No.']);
    await assert.rejects(bob.conversations.with(alice.id).send('no'), /you have blocked them/);
    await hers.send('Buy, buy.');
    // Carol hears it, and would pass it on.
    await using carol = await talker();
    const theirs = await enter(carol, room);
    await becomes('what Alice says', theirs, (entries) => entries.some(({ text }) => text === 'Buy, buy.'));
    await theirs.send('Enough.');
    await says(his, ['No.', 'Enough.']);
    assert.equal(bob.conversations.asked.size, 0);
  });

  test('waits for who is not there, and reaches them when they come', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await bob.contacts.accept(alice.id);
    await enter(alice, room);
    const here = alice.conversations.with(bob.id);
    const id = await here.send('When you are back, call me.');
    await here.edit(id, 'When you are back, ring.');
    assert.equal(here.entries[0]?.delivery, 'waiting');
    await enter(bob, room);
    await isDelivered(here, id, 'sent');
    await says(bob.conversations.with(alice.id), ['When you are back, ring.']);
  });

  test('is refused whole by who refuses strangers, and comes when they do not any more', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker({ strangers: 'refuse' });
    await joinAll(room, [alice, bob]);
    const here = alice.conversations.with(bob.id);
    await here.send('Hello?');
    // Bob dials whom he chose himself: what the room shares reaches him.
    const [hers, his] = [await enter(alice, room), await enter(bob, room)];
    await hers.send('Hello, all.');
    await says(his, ['Hello, all.']);
    assert.equal(bob.conversations.asked.size, 0);
    bob.setStrangers('request');
    await hers.send('Still here.');
    await says(his, ['Hello, all.', 'Still here.']);
    await here.send('Are you?');
    await says(await askedBy(bob, alice.id), ['Hello?', 'Are you?']);
  });
});

describe('names', { concurrency: true }, () => {
  test('are told to whom one talks with, kept, and those of the contact book come first', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await talker();
    await using bob = await talker();
    await alice.setName('Alice');
    await enter(alice, room);
    await enter(bob, room);
    await until('Bob to know her name', () => bob.nameOf(alice.id) === 'Alice');
    assert.equal(alice.nameOf(bob.id), undefined);
    await bob.setName('  Bob ');
    assert.equal(bob.name, 'Bob');
    await until('Alice to know his name', () => alice.nameOf(bob.id) === 'Bob');
    await alice.follow(bob.id, { name: 'Robert' });
    assert.equal(alice.nameOf(bob.id), 'Robert');
    await assert.rejects(bob.setName('a\u0000b'), /control character/);
    await bob.setName('');
    await alice.contacts.unfollow(bob.id);
    await until('Alice to forget it', () => alice.nameOf(bob.id) === undefined);
  });
});
