import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { About } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Background } from '../connection/background.ts';
import { ContactBook } from '../contacts/contact-book.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import { feed } from '../contacts/test-feeds.ts';
import { settled } from '../testing/fake-world.ts';
import { MemoryMessageStore } from './memory-message-store.ts';
import { Names } from './names.ts';

const [own, bob] = [feed(1), feed(2)];

async function open() {
  const book = await ContactBook.open({ store: new MemoryStore(), own, now: () => 1767225600000 });
  const parts = {
    background: new Background(),
    clock: new VirtualClock(),
    messages: new MemoryMessageStore(),
  };
  const answer = Promise.withResolvers<About>();
  const peer = {
    ...{ id: bob, opener: 'here' as const, closed: new Promise<never>(() => undefined) },
    remote: { 'peer.about': () => answer.promise },
  };
  return { names: await Names.open({ id: own, book, ...parts }), peer, answer };
}

test('somebody is called as they answer', async () => {
  const { names, peer, answer } = await open();
  names.meet(peer);
  answer.resolve({ name: 'Bob' });
  await settled();
  assert.equal(names.of(bob), 'Bob');
});

test('what somebody tells while an answer of theirs is on its way is newer', async () => {
  const { names, peer, answer } = await open();
  names.meet(peer);
  answer.resolve({});
  names.answer(peer, { name: 'Bob' });
  await settled();
  assert.equal(names.of(bob), 'Bob');
});
