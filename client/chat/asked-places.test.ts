import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Bob, now, quiet, Stranger, so } from '../testing/strangers.ts';
import {
  DISPLACED_MS,
  MAX_ASKED_CONVERSATIONS,
  MAX_UNANSWERED_CONVERSATIONS,
  SILENT_ASKED_MS,
} from './chat-limits.ts';
import type { Conversation } from './conversation.ts';

/** Further ahead than anything is taken. */
const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

describe('what strangers begin', () => {
  test('is heard when there is room, or when they may speak', async () => {
    const bob = await Bob.with('request');
    const strangers = Array.from({ length: MAX_ASKED_CONVERSATIONS + 1 }, () => new Stranger(bob));
    for (const stranger of strangers) stranger.say('Hello?');
    await so('as many ask as may', () => bob.asked.length === MAX_ASKED_CONVERSATIONS);
    const last = strangers.find(({ pair }) => bob.talk.log(pair) === undefined);
    assert.ok(last);
    const [first] = bob.asked;
    first?.refuse();
    await so('the last asks', () => bob.asked.some((shown) => shown.with === last.identity.id));
    assert.equal(bob.asked.includes(first as Conversation), false);

    const other = await Bob.with('refuse');
    const carol = new Stranger(other).say('Hello?');
    await so('she has heard that he is there', () => carol.wire.backlog === 0);
    other.strangers = 'request';
    other.holdings.reconsider();
    await so('she asks', () => other.asked.length === 1);
  });

  test('that they never say after all takes nobody’s place', async () => {
    const bob = await Bob.with('request');
    for (let count = 0; count < MAX_ASKED_CONVERSATIONS; count++) {
      const silent = new Stranger(bob);
      await so('they have met', () => silent.hasMet);
      silent.wire.pause();
      silent.say('Hello?');
      await so('he asks what it is', () => bob.talk.log(silent.pair) !== undefined);
    }
    assert.equal(bob.asked.length, 0);
    const alice = new Stranger(bob).say('Hello!');
    await so('she has asked', () => alice.hasMet && alice.wire.backlog === 0);
    bob.clock.advance(SILENT_ASKED_MS - 1);
    await quiet();
    assert.equal(bob.asked.length, 0);
    bob.clock.advance(1);
    await so('who says something is heard', () => bob.asked.length === 1);
  });

  test('that he cannot take makes room, and takes none for a while', async () => {
    const bob = await Bob.with('request');
    // Their clocks are days ahead: he knows that there is something, and takes none of it.
    const ahead = () => now() + TWO_DAYS_MS;
    const silent = Array.from({ length: 2 * MAX_ASKED_CONVERSATIONS }, () => new Stranger(bob, ahead));
    for (const stranger of silent) stranger.say('Hello?');
    const heard = () => silent.flatMap(({ pair }, who) => (bob.talk.log(pair) === undefined ? [] : [who]));
    await so('all have asked', () => bob.timesAsked === silent.length);
    await quiet();
    const first = heard();
    assert.deepEqual([first.length, bob.timesAsked], [MAX_ASKED_CONVERSATIONS, silent.length]);
    const others = silent.flatMap((_stranger, who) => (first.includes(who) ? [] : [who]));
    for (let passed = 0; passed < DISPLACED_MS; passed += SILENT_ASKED_MS) {
      bob.clock.advance(SILENT_ASKED_MS);
      await quiet();
      assert.deepEqual(heard(), others, `${passed}`);
    }
    bob.clock.advance(SILENT_ASKED_MS);
    await quiet();
    assert.deepEqual([heard(), bob.asked.length], [first, 0]);
    const looks = DISPLACED_MS / SILENT_ASKED_MS + 1;
    assert.ok(bob.timesAsked <= (looks + 2) * silent.length, `asked ${bob.timesAsked} times`);
  });

  test('costs nothing where there is no room for it', async () => {
    const bob = await Bob.with('request');
    const strangers = Array.from({ length: MAX_ASKED_CONVERSATIONS + 9 }, () => new Stranger(bob));
    for (const stranger of strangers) stranger.say('Hello?');
    await so('all have asked', () => bob.timesAsked === strangers.length);
    await so('as many ask as may', () => bob.asked.length === MAX_ASKED_CONVERSATIONS);
    const without = strangers.filter(({ pair }) => bob.holdings.of(pair) === undefined);
    assert.equal(without.length, 9);
  });

  test('is of a bounded number where they need not ask any more, once refused or not', async () => {
    const bob = await Bob.with('request');
    const strangers = Array.from({ length: MAX_UNANSWERED_CONVERSATIONS + 5 }, () => new Stranger(bob));
    for (const stranger of strangers) {
      stranger.say('Hello?');
      await so('they ask', () => bob.asked.length === 1);
      bob.asked[0]?.refuse();
    }
    bob.strangers = 'accept';
    bob.holdings.reconsider();
    await so('as many speak as may', () => bob.holdings.all.size === MAX_UNANSWERED_CONVERSATIONS);
    await quiet();
    const held = strangers.filter(({ pair }) => bob.holdings.of(pair) !== undefined);
    assert.deepEqual([held.length, bob.holdings.all.size], Array(2).fill(MAX_UNANSWERED_CONVERSATIONS));
  });

  test('is of a bounded number, also where they need not ask', async () => {
    const bob = await Bob.with('accept');
    for (let count = 0; count < MAX_UNANSWERED_CONVERSATIONS + 5; count++) new Stranger(bob).say('Hello?');
    const count = () => bob.holdings.all.size;
    await so('as many speak as may', () => count() === MAX_UNANSWERED_CONVERSATIONS);
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.equal((await bob.messages.conversations()).length, MAX_UNANSWERED_CONVERSATIONS);
  });
});
