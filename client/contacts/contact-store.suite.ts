import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BookStore } from './book-store.ts';
import type { Contact } from './contact.ts';
import { addressOf, feed, followed } from './test-feeds.ts';

/** One place, opened as two processes or tabs have it open. */
export interface OpenedTwice extends AsyncDisposable {
  readonly first: BookStore<Contact>;
  readonly second: BookStore<Contact>;
}

/** What every store does, whatever it keeps its records in. `open` gives a new, empty place. */
export function contactStoreSuite(name: string, open: () => Promise<OpenedTwice>): void {
  describe(`${name}: keeping`, () => keepingTests(open));
  describe(`${name}: failing`, () => failingTests(open));
  describe(`${name}: sharing`, () => sharingTests(open));
}

function keepingTests(open: () => Promise<OpenedTwice>): void {
  test('is empty at first, and knows what it was given, in full', async () => {
    await using place = await open();
    assert.deepEqual(await place.first.load(), []);
    const reach = [
      { room: feed(9), addresses: addressOf(feed(9)), alias: '@bob@room.example', seenAt: 5 },
      { room: feed(8), addresses: addressOf(feed(8)), seenAt: 4 },
    ];
    const contact = { ...followed(1), reach };
    assert.deepEqual(await place.first.change([feed(1)], () => contact), [contact]);
    assert.deepEqual(await place.first.load(), [contact]);
  });

  test('edits what it keeps of each id, in order, and leaves the others', async () => {
    await using place = await open();
    for (const n of [1, 2, 3]) await place.first.change([feed(n)], () => followed(n));
    const seen: (string | undefined)[] = [];
    const kept = await place.first.change([feed(3), feed(9), feed(1)], (contact, id) => {
      seen.push(contact?.id);
      return id === feed(1) ? undefined : { ...followed(4), id };
    });
    assert.deepEqual(seen, [feed(3), undefined, feed(1)]);
    assert.deepEqual(
      kept.map((contact) => contact?.id),
      [feed(3), feed(9), undefined],
    );
    assert.deepEqual(sorted(await place.first.load()), [feed(2), feed(3), feed(9)].sort());
  });

  test('keeps nothing new where the edit answers what it was given', async () => {
    await using place = await open();
    await place.first.change([feed(1)], () => followed(1));
    assert.deepEqual(await place.first.change([feed(1), feed(2)], (kept) => kept), [followed(1), undefined]);
    assert.deepEqual(await place.first.load(), [followed(1)]);
  });

  test('takes away what is not there, and edits nobody', async () => {
    await using place = await open();
    assert.deepEqual(await place.first.change([feed(1)], () => undefined), [undefined]);
    assert.deepEqual(await place.first.change([], () => followed(1)), []);
    assert.deepEqual(await place.first.load(), []);
  });
}

function failingTests(open: () => Promise<OpenedTwice>): void {
  test('an edit that throws changes none of its records, and is the reason given', async () => {
    await using place = await open();
    await place.first.change([feed(1)], () => followed(1));
    const reason = new Error('No.');
    const change = place.first.change([feed(1), feed(2), feed(3)], (_, id) => {
      if (id === feed(3)) throw reason;
      return { ...followed(2), id };
    });
    await assert.rejects(change, reason);
    assert.deepEqual(await place.first.load(), [followed(1)]);
    await place.first.change([feed(2)], () => followed(2));
    assert.deepEqual(sorted(await place.second.load()), [feed(1), feed(2)].sort());
  });
}

function sharingTests(open: () => Promise<OpenedTwice>): void {
  test('a change is seen by the other at once, who is told, while its maker is not', async () => {
    await using place = await open();
    const told = Promise.withResolvers<void>();
    using _own = place.first.onChange(() => told.reject(new Error('The maker was told.')));
    using _other = place.second.onChange(() => told.resolve());
    await place.first.change([feed(1)], () => followed(1));
    assert.deepEqual(await place.second.load(), [followed(1)]);
    await told.promise;
  });

  test('who has stopped listening is told nothing', async () => {
    await using place = await open();
    const told = Promise.withResolvers<void>();
    place.second.onChange(() => told.reject(new Error('It had stopped.')))[Symbol.dispose]();
    using _other = place.second.onChange(() => told.resolve());
    await place.first.change([feed(1)], () => followed(1));
    await told.promise;
  });

  test('edits of both are made one after the other: none is lost', async () => {
    await using place = await open();
    const count = async (store: BookStore<Contact>) => {
      await store.change([feed(1)], (kept) => ({ ...followed(1), since: (kept?.since ?? 0) + 1 }));
    };
    await place.first.change([feed(1)], () => ({ ...followed(1), since: 0 }));
    const all = Array.from({ length: 10 }, () => [count(place.first), count(place.second)]);
    await Promise.all(all.flat());
    assert.equal((await place.first.load())[0]?.since, 20);
  });
}

function sorted(contacts: readonly Contact[]): string[] {
  return contacts.map(({ id }) => id).sort();
}
