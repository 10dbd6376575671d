import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refused } from '@open-rooms/protocol';
import { Bob, Stranger, so } from '../testing/strangers.ts';
import { ASKED_BOUNDS } from './chat-limits.ts';

describe('what a stranger says in private', () => {
  test('is held in memory alone, and narrowly, until it is accepted', async () => {
    const bob = await Bob.with('request');
    const alice = new Stranger(bob);
    alice.say('0');
    await so('she asks', () => bob.asked.length === 1);
    for (let count = 1; count < 2 * ASKED_BOUNDS.maxRecords; count++) alice.say(`${count}`);
    await so('as much is here as may be', () => alice.sizeAt(bob) === ASKED_BOUNDS.maxRecords);
    assert.equal(await bob.isKept(alice.identity.id), false);
    await bob.book.accept(alice.identity.id);
    await so('all of it is here', () => alice.sizeAt(bob) === 2 * ASKED_BOUNDS.maxRecords);
    await so('it is kept', async () => {
      const kept = await bob.messages.load(`private:${alice.identity.id}`);
      return kept.length >= 2 * ASKED_BOUNDS.maxRecords;
    });
    assert.deepEqual(bob.asked, []);
  });

  test('is kept where the person answers', async () => {
    const bob = await Bob.with('request');
    const alice = new Stranger(bob).say('Hello?');
    await so('she asks', () => bob.asked.length === 1);
    await bob.asked[0]?.send('Yes?');
    assert.deepEqual([await bob.isKept(alice.identity.id), bob.asked.length], [true, 0]);
    await so('she hears it', () => alice.talk.log(alice.pair)?.messages.length === 2);
  });

  test('is kept at once where strangers need not ask, narrowly until the person answers', async () => {
    const bob = await Bob.with('accept');
    const alice = new Stranger(bob);
    for (let count = 0; count < 2 * ASKED_BOUNDS.maxRecords; count++) alice.say(`${count}`);
    await so('it is kept', () => bob.isKept(alice.identity.id));
    await so('as much is here as may be', () => alice.sizeAt(bob) === ASKED_BOUNDS.maxRecords);
    const [shown] = bob.holdings.all.snapshot();
    await shown?.send('Enough!');
    await so('all of it is here', () => alice.sizeAt(bob) === 2 * ASKED_BOUNDS.maxRecords + 1);
  });
});

describe('what cannot be kept', () => {
  for (const what of ['the answer', 'that they are accepted'] as const) {
    test(`is no answer to a stranger, and changes nothing: ${what}`, async () => {
      const bob = await Bob.with('request');
      const alice = new Stranger(bob).say('Hello?');
      await so('she asks', () => bob.asked.length === 1);
      const [shown] = bob.asked;
      const accept = bob.book.accept;
      if (what === 'the answer') bob.messages.isFull = true;
      else bob.book.accept = async () => Promise.reject(new Refused('unavailable', 'the disk is full'));
      await assert.rejects(shown?.send('Yes?') ?? Promise.resolve(), /the disk is full/);
      assert.deepEqual([bob.asked, bob.book.relationOf(alice.identity.id)], [[shown], 'stranger']);
      assert.equal(await bob.isKept(alice.identity.id), false);
      bob.messages.isFull = false;
      bob.book.accept = accept;
      await shown?.send('Yes?');
      await so('both are kept, once', async () => {
        return (await bob.messages.load(`private:${alice.identity.id}`)).length === 2;
      });
      assert.deepEqual([bob.asked, bob.book.relationOf(alice.identity.id)], [[], 'accepted']);
      await so('she hears it', () => alice.talk.log(alice.pair)?.messages.length === 2);
    });
  }

  test('is not said: who says it again has said it once, in the order in which they did', async () => {
    const bob = await Bob.with('request');
    const alice = new Stranger(bob);
    const here = bob.holdings.with(alice.identity.id).shown;
    await here.send('one');
    bob.messages.isFull = true;
    await assert.rejects(here.send('two'), /the disk is full/);
    assert.deepEqual(
      here.entries.map(({ text }) => text),
      ['one'],
    );
    bob.messages.isFull = false;
    await Promise.all(['two', 'three', 'four'].map((text) => here.send(text)));
    const all = ['one', 'two', 'three', 'four'];
    assert.deepEqual(
      here.entries.map(({ text }) => text),
      all,
    );
    const heard = () => alice.talk.log(alice.pair)?.messages.map(({ text }) => text) ?? [];
    await so('she has heard it', () => heard().length >= all.length);
    assert.deepEqual(heard(), all);
    assert.equal((await bob.messages.load(`private:${alice.identity.id}`)).length, all.length);
  });

  test('of what others say is kept later', async () => {
    const bob = await Bob.with('accept');
    const alice = new Stranger(bob);
    bob.messages.isFull = true;
    alice.say('one');
    await so('he hears it', () => alice.sizeAt(bob) === 1);
    bob.messages.isFull = false;
    alice.say('two');
    await so(
      'both are kept',
      async () => (await bob.messages.load(`private:${alice.identity.id}`)).length === 2,
    );
  });
});
