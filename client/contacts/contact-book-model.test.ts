import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeedId, Refused } from '@open-rooms/protocol';
import fc from 'fast-check';
import type { Contact, Relation } from './contact.ts';
import { ContactBook } from './contact-book.ts';
import { MemoryStore } from './memory-store.ts';
import { feed, seenIn } from './test-feeds.ts';

const ACTS = ['follow', 'unfollow', 'accept', 'block', 'unblock', 'rename', 'met'] as const;

interface Act {
  readonly act: (typeof ACTS)[number];
  readonly who: FeedId;
  /** Which of two processes does it. */
  readonly second: boolean;
}

/** What an act makes of somebody; `undefined`: it is refused. */
const AFTER: Record<Act['act'], (before: Relation) => Relation | undefined> = {
  follow: () => 'followed',
  unfollow: (before) => (before === 'blocked' ? 'blocked' : 'stranger'),
  accept: (before) =>
    ({ followed: 'followed', accepted: 'accepted', stranger: 'accepted', blocked: undefined })[before] as
      | Relation
      | undefined,
  block: () => 'blocked',
  unblock: (before) => (before === 'blocked' ? 'stranger' : before),
  rename: (before) => (before === 'stranger' ? undefined : before),
  met: (before) => before,
};

function perform(book: ContactBook, { act, who }: Act): Promise<unknown> {
  if (act === 'rename') return book.rename(who, 'Somebody');
  if (act === 'met') return book.met(who, seenIn(9));
  return book[act](who);
}

const anyAct = fc.record({
  act: fc.constantFrom(...ACTS),
  who: fc.integer({ min: 1, max: 4 }).map(feed),
  second: fc.boolean(),
});

test('after any acts of two processes both books say what a simple model says, and so does the store', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 40 }), async (acts) => {
      const store = new MemoryStore<Contact>();
      const open = (it: typeof store) => ContactBook.open({ store: it, own: feed(0), now: () => 1000 });
      const books = [await open(store), await open(store.beside())] as const;
      const model = new Map<FeedId, Relation>();
      for (const act of acts) {
        const after = AFTER[act.act](model.get(act.who) ?? 'stranger');
        const done = perform(books[act.second ? 1 : 0], act);
        if (after === undefined) await assert.rejects(done, Refused);
        else {
          await done;
          model.set(act.who, after);
        }
      }
      // An act that changes nothing comes after everything that the other has told.
      await Promise.all(books.map((book) => book.unblock(feed(5))));
      for (const book of books) {
        for (const [id, relation] of model) assert.equal(book.relationOf(id), relation);
        assert.deepEqual(book.list().length, [...model.values()].filter((it) => it !== 'stranger').length);
      }
      const kept = await store.load();
      assert.deepEqual(new Set(kept), new Set(books[0].list()));
      assert.equal(books[0].exportText(), books[1].exportText());
    }),
  );
});
