import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, Refused } from '@open-rooms/protocol';
import type { Contact, ContactStore } from './contact.ts';
import { ContactBook } from './contact-book.ts';
import { MemoryStore } from './memory-store.ts';
import { MAX_REACHES_PER_CONTACT, SEEN_AGAIN_MS } from './reach.ts';
import { addressOf, feed, seenIn } from './test-feeds.ts';

const OWN = feed(0);
const BOB = feed(1);
const ANN = feed(2);

/** A book whose time the test says. */
async function openBook(store: ContactStore = new MemoryStore()) {
  const time = { now: 1000 };
  const book = await ContactBook.open({ store, own: OWN, now: () => time.now + 0.5 });
  return { book, time, store };
}

describe('a contact book', () => {
  test('knows nobody at first', async () => {
    const { book } = await openBook();
    assert.equal(book.relationOf(BOB), 'stranger');
    assert.deepEqual([book.list(), book.followed(), book.reachOf(BOB)], [[], [], []]);
  });

  test('follows: kept, with name and reach, before it is said', async () => {
    const { book, store } = await openBook();
    const details = { name: ' Bob ☕ ', reach: seenIn(9, '@BOB:room.example') };
    const contact: Contact = {
      id: BOB,
      relation: 'followed',
      name: 'Bob ☕',
      since: 1000,
      reach: [{ room: feed(9), addresses: addressOf(feed(9)), alias: '@bob@room.example', seenAt: 1000 }],
    };
    assert.deepEqual(await book.follow(BOB, details), contact);
    assert.deepEqual(await store.load(), [contact]);
    assert.deepEqual([book.list(), book.followed()], [[contact], [BOB]]);
  });

  test('following again keeps since and name; an empty name takes it away', async () => {
    const { book, time } = await openBook();
    await book.follow(BOB, { name: 'Bob' });
    time.now = 2000;
    const again = await book.follow(BOB);
    assert.deepEqual([again.since, again.name], [1000, 'Bob']);
    assert.ok(!('name' in (await book.follow(BOB, { name: '' }))));
  });

  test('unfollowing forgets; who was accepted is a stranger again, too', async () => {
    const { book, store } = await openBook();
    await book.follow(BOB);
    await book.accept(ANN);
    for (const id of [BOB, ANN, feed(7)]) await book.unfollow(id);
    assert.deepEqual([book.list(), await store.load()], [[], []]);
  });

  test('accepting lets a stranger in, and makes no difference to who is followed', async () => {
    const { book } = await openBook();
    await book.follow(BOB);
    await book.accept(BOB);
    await book.accept(ANN);
    assert.deepEqual([book.relationOf(BOB), book.relationOf(ANN)], ['followed', 'accepted']);
    assert.deepEqual(book.followed(), [BOB]);
  });

  test('who is blocked stays blocked, until unblocked or followed', async () => {
    const { book } = await openBook();
    await book.block(BOB);
    await book.unfollow(BOB);
    await assert.rejects(book.accept(BOB), { name: 'Refused', code: 'not-allowed', message: /Unblock/ });
    await book.met(BOB, seenIn(9));
    assert.deepEqual([book.relationOf(BOB), book.reachOf(BOB)], ['blocked', []]);
    await book.unblock(BOB);
    assert.equal(book.relationOf(BOB), 'stranger');
    await book.block(BOB);
    await book.follow(BOB);
    await book.unblock(BOB);
    assert.equal(book.relationOf(BOB), 'followed');
  });

  test('is in the order in which relations began', async () => {
    const { book, time } = await openBook();
    for (const n of [5, 3, 4]) {
      await book.follow(feed(n));
      time.now++;
    }
    await book.block(feed(5));
    assert.deepEqual(
      book.list().map(({ id }) => id),
      [feed(3), feed(4), feed(5)],
    );
  });

  test('renames contacts, and no strangers', async () => {
    const { book } = await openBook();
    await book.follow(BOB);
    await book.rename(BOB, '👩‍👩‍👧 Bob');
    assert.equal(book.contact(BOB)?.name, '👩‍👩‍👧 Bob');
    await book.rename(BOB, '');
    assert.ok(!('name' in (book.contact(BOB) ?? {})));
    await assert.rejects(book.rename(ANN, 'Ann'), { code: 'not-found' });
    for (const bad of ['x'.repeat(65), 'a\u001b[31mb', 'a\nb', 'a\u202eb', '\ud800']) {
      await assert.rejects(book.rename(BOB, bad), { code: 'bad-argument', message: /Cannot use the name/ });
    }
  });

  test('holds nobody twice, and not its owner', async () => {
    const { book } = await openBook();
    for (const act of [book.follow(OWN), book.accept(OWN), book.block(OWN)])
      await assert.rejects(act, { name: 'Refused', code: 'bad-argument', message: /that is you/ });
    await assert.rejects(book.follow('@bob.ed25519'), { code: 'bad-argument', message: /"@bob\.ed25519"/ });
    assert.equal(book.relationOf(OWN), 'accepted', 'other devices of the owner have that id');
    await Promise.all([book.follow(BOB), book.follow(BOB)]);
    assert.equal(book.list().length, 1);
  });
});

describe('where a contact was seen', () => {
  test('is noted of contacts, newest first, and of nobody else', async () => {
    const { book, time } = await openBook();
    await book.met(ANN, seenIn(9));
    await book.accept(BOB);
    await book.met(BOB, seenIn(8));
    time.now = 2000;
    await book.met(BOB, seenIn(9, 'bob.room.example'));
    assert.equal(book.relationOf(ANN), 'stranger');
    assert.deepEqual(
      book.reachOf(BOB).map(({ room, alias, seenAt }) => [room, alias, seenAt]),
      [
        [feed(9), '@bob@room.example', 2000],
        [feed(8), undefined, 1000],
      ],
    );
  });

  test('is written when it is news, and at most once an hour when it is none', async () => {
    const { book, time } = await openBook();
    await book.follow(BOB, { reach: seenIn(9, '@bob@room.example') });
    let told = 0;
    book.watch(() => told++);
    const meet = async (addresses: string, alias?: string) => {
      await book.met(BOB, { room: feed(9), addresses, alias });
      return told;
    };
    time.now += SEEN_AGAIN_MS - 1;
    assert.equal(await meet(addressOf(feed(9))), 0, 'the same, and a known alias is not untold');
    assert.equal(await meet(addressOf(feed(9), 'other.example')), 1);
    assert.equal(await meet(addressOf(feed(9), 'other.example'), '@robert@room.example'), 2);
    time.now += SEEN_AGAIN_MS;
    assert.equal(await meet(addressOf(feed(9), 'other.example')), 3);
    assert.deepEqual(book.reachOf(BOB), [
      {
        room: feed(9),
        addresses: addressOf(feed(9), 'other.example'),
        alias: '@robert@room.example',
        seenAt: time.now,
      },
    ]);
  });

  test('is forgotten beyond some rooms, the oldest first', async () => {
    const { book, time } = await openBook();
    await book.follow(BOB);
    for (let n = 0; n <= MAX_REACHES_PER_CONTACT; n++, time.now++) await book.met(BOB, seenIn(10 + n));
    const rooms = book.reachOf(BOB).map(({ room }) => room);
    assert.equal(rooms.length, MAX_REACHES_PER_CONTACT);
    assert.equal(rooms[0], feed(10 + MAX_REACHES_PER_CONTACT));
    assert.ok(!rooms.includes(feed(10)));
  });

  test("is the room's own address, without an invite's seed", async () => {
    const { book } = await openBook();
    const seed = 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=';
    const addresses = `${addressOf(feed(8))};${addressOf(feed(9))}:${seed}`;
    const contact = await book.follow(BOB, { reach: { room: feed(9), addresses } });
    assert.equal(contact.reach[0]?.addresses, addressOf(feed(9)));
    const foreign = book.met(BOB, { room: feed(9), addresses: addressOf(feed(8)) });
    await assert.rejects(foreign, { name: 'UnreadableText', fault: 'wrong-kind' });
  });
});

describe('changes', () => {
  test('are told when they are kept, each once, until the watcher goes', async () => {
    const { book, store } = await openBook();
    const seen: Promise<Contact[]>[] = [];
    const watching = book.watch(() => seen.push(store.load()));
    await book.follow(BOB);
    await book.follow(BOB);
    await book.unblock(BOB);
    watching[Symbol.dispose]();
    await book.unfollow(BOB);
    const kept = await Promise.all(seen);
    assert.deepEqual(
      kept.map((contacts) => contacts.map(({ id }) => id)),
      [[BOB]],
    );
  });

  test('that are asked for at once are made one after the other', async () => {
    const { book } = await openBook();
    const acts = [book.follow(BOB), book.met(BOB, seenIn(9)), book.block(BOB), book.unfollow(BOB)];
    await Promise.all(acts);
    assert.equal(book.relationOf(BOB), 'blocked');
    assert.equal(book.reachOf(BOB).length, 1);
  });

  test('of somebody else come in by themselves, and none undoes another', async () => {
    const store = new MemoryStore<Contact>();
    const mine = await openBook(store);
    const theirs = await openBook(store.beside());
    await mine.book.follow(BOB, { name: 'Bob' });
    const told = Promise.withResolvers<void>();
    mine.book.watch(() => told.resolve());
    // Ours does not know of the block when it notes the sighting.
    const both = Promise.all([theirs.book.block(BOB), mine.book.met(BOB, seenIn(9))]);
    await both;
    await told.promise;
    for (const { book } of [mine, theirs]) {
      assert.equal(book.relationOf(BOB), 'blocked');
      assert.equal(book.contact(BOB)?.name, 'Bob');
    }
  });

  test('that the store does not take leave the book as it was', async () => {
    const store = new BrokenStore();
    const { book } = await openBook(store);
    await book.follow(BOB);
    let told = 0;
    book.watch(() => told++);
    store.broken = true;
    const text = book.exportText();
    const unavailable = { name: 'Refused', code: 'unavailable' };
    await assert.rejects(book.follow(ANN), unavailable);
    await assert.rejects(book.unfollow(BOB), unavailable);
    await assert.rejects(book.importText(text.replace(BOB, ANN)), unavailable);
    store.broken = false;
    assert.deepEqual([book.followed(), told], [[BOB], 0]);
    await book.follow(ANN);
    assert.deepEqual(book.followed().toSorted(), [BOB, ANN].sort());
  });

  test('of somebody else that cannot be read now are read before the next act', async () => {
    const store = new BrokenStore();
    const { book } = await openBook(store);
    store.broken = true;
    await store.beside().change([ANN], () => ({ id: ANN, relation: 'blocked', since: 1, reach: [] }));
    await assert.rejects(book.follow(BOB), { code: 'unavailable' });
    store.broken = false;
    await book.follow(BOB);
    assert.equal(book.relationOf(ANN), 'blocked');
  });

  test('are not followed by a book that is disposed', async () => {
    const store = new MemoryStore<Contact>();
    const { book } = await openBook(store);
    book[Symbol.dispose]();
    await (await openBook(store.beside())).book.follow(BOB);
    await book.unfollow(ANN);
    assert.deepEqual(book.list(), []);
  });
});

class BrokenStore extends MemoryStore<Contact> {
  broken = false;

  override async load(): Promise<Contact[]> {
    this.#refuseWhereBroken();
    return super.load();
  }

  override async change(
    ...args: Parameters<MemoryStore<Contact>['change']>
  ): Promise<(Contact | undefined)[]> {
    this.#refuseWhereBroken();
    return super.change(...args);
  }

  #refuseWhereBroken(): void {
    if (this.broken) throw new Refused('unavailable', 'The disk is full.');
  }
}

// @ts-expect-error: an id is no text of any kind.
const _id: FeedId = 'bob';
