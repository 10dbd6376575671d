import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contact } from './contact.ts';
import { ContactBook } from './contact-book.ts';
import { MemoryStore } from './memory-store.ts';
import { feed } from './test-feeds.ts';

const BOB = feed(1);
const ANN = feed(2);

test('a book keeps a note of contacts, over all that becomes of them, and none of strangers', async () => {
  const store = new MemoryStore<Contact>();
  using book = await ContactBook.open({ store, own: feed(0), now: () => 1000 });
  await book.accept(BOB);
  await book.annotate(BOB, '  Met at the fair.\r\nHas the key.\n');
  assert.equal(book.contact(BOB)?.note, 'Met at the fair.\nHas the key.');
  await book.follow(BOB, { name: 'Bob' });
  await book.block(BOB);
  assert.equal(book.contact(BOB)?.note, 'Met at the fair.\nHas the key.');
  await book.annotate(BOB, ' ');
  assert.ok(!('note' in (book.contact(BOB) ?? {})));
  await assert.rejects(book.annotate(ANN, 'Ann'), { code: 'not-found' });
  for (const bad of ['x'.repeat(501), 'a\u001b[31mb', 'a\u202eb', '\ud800']) {
    await assert.rejects(book.annotate(BOB, bad), {
      code: 'bad-argument',
      message: /Cannot keep the note/,
    });
  }
});
