import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UnreadableText } from '@open-rooms/protocol';
import fc from 'fast-check';
import type { Contact } from './contact.ts';
import { ContactBook } from './contact-book.ts';
import { CONTACTS_TEXT_MAX_CHARS, MAX_CONTACTS, writeContacts } from './contacts-text.ts';
import { MemoryStore } from './memory-store.ts';
import { NAME_MAX_CHARS } from './name.ts';
import { NOTE_MAX_CHARS } from './note.ts';
import { ALIAS_TEXT_MAX_CHARS, MAX_REACHES_PER_CONTACT, ROOM_ADDRESSES_MAX_CHARS, reachOf } from './reach.ts';
import { addressOf, feed, seenIn } from './test-feeds.ts';

const OWN = feed(0);
const BOB = feed(1);
const NOW = 1_764_000_000_000;

async function openBook(contacts: readonly Contact[] = []): Promise<ContactBook> {
  const store = new MemoryStore<Contact>();
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  await store.change([...byId.keys()], (_, id) => byId.get(id));
  return ContactBook.open({ store, own: OWN, now: () => NOW });
}

/** A text with this in the place of its contacts. */
function textOf(contacts: unknown): string {
  return JSON.stringify({ format: 'open-rooms-contacts', version: 1, contacts });
}

const bob = { id: BOB, relation: 'followed', since: 5, reach: [] } as const;
const reach = { room: feed(9), addresses: addressOf(feed(9)), seenAt: 7 };

/** Contacts as a book keeps them. */
const time = fc.integer({ min: 0, max: NOW });
const anyReach = fc
  .record(
    {
      room: fc.integer({ min: 100, max: 120 }),
      seenAt: time,
      alias: fc.constantFrom('@b@r.example', '@c@localhost'),
    },
    { requiredKeys: ['room', 'seenAt'] },
  )
  .map(({ room, alias, seenAt }) =>
    reachOf({ room: feed(room), addresses: addressOf(feed(room)), alias }, seenAt),
  );
const anyContact = fc
  .record(
    {
      id: fc.integer({ min: 1, max: 20 }).map(feed),
      relation: fc.constantFrom('followed', 'accepted', 'blocked'),
      name: fc.constantFrom('Bob', 'Zoë "Z" \\', '👩‍👩‍👧', '__proto__'),
      note: fc.constantFrom('Met at the fair.\nHas the key.', '"'),
      since: time,
      reach: fc.uniqueArray(anyReach, { maxLength: MAX_REACHES_PER_CONTACT, selector: ({ room }) => room }),
    },
    { requiredKeys: ['id', 'relation', 'since', 'reach'], noNullPrototype: true },
  )
  .map((contact): Contact => ({ ...contact, reach: contact.reach.toSorted((a, b) => b.seenAt - a.seenAt) }));
const anyBook = fc.uniqueArray(anyContact, { selector: ({ id }) => id });

describe('exporting and importing', () => {
  test('an empty book takes over everything, name and reach included', async () => {
    const book = await openBook();
    await book.follow(BOB, { name: 'Bob', reach: seenIn(9, '@bob@room.example') });
    await book.block(feed(2));
    const other = await openBook();
    assert.deepEqual(await other.importText(book.exportText()), { added: 2, updated: 0 });
    assert.deepEqual(other.list(), book.list());
    assert.equal(other.exportText(), book.exportText());
    assert.deepEqual(await other.importText(book.exportText()), { added: 0, updated: 0 });
  });

  test('of two relations the stronger holds, of two sightings the newer, of two names ours', async () => {
    const old = { ...reach, alias: '@bob@room.example', seenAt: 3 };
    const book = await openBook([
      { ...bob, name: 'Bob', reach: [old] },
      { ...bob, id: feed(2), relation: 'blocked' },
      { ...bob, id: feed(3), relation: 'accepted', since: 9 },
    ]);
    const theirs: Contact[] = [
      { ...bob, relation: 'accepted', name: 'Robert', since: 8, reach: [reach] },
      { ...bob, id: feed(2), since: 100 },
      { ...bob, id: feed(3), name: 'Cat', since: 6 },
    ];
    assert.deepEqual(await book.importText(writeContacts(theirs)), { added: 0, updated: 2 });
    assert.deepEqual(book.contact(BOB), { ...bob, name: 'Bob', reach: [{ ...old, seenAt: 7 }] });
    assert.equal(book.relationOf(feed(2)), 'blocked');
    assert.deepEqual(book.contact(feed(3)), { ...bob, id: feed(3), name: 'Cat', since: 6 });
  });

  test('leaves out oneself, and times that have not come', async () => {
    const book = await openBook();
    const late = { ...bob, since: NOW + 1, reach: [{ ...reach, seenAt: NOW + 1 }] };
    await book.importText(textOf([{ ...bob, id: OWN }, late]));
    assert.deepEqual(book.list(), [{ ...bob, since: NOW, reach: [{ ...reach, seenAt: NOW }] }]);
  });

  test('any book is the same after export and import', async () => {
    await fc.assert(
      fc.asyncProperty(anyBook, async (contacts) => {
        const book = await openBook(contacts);
        const other = await openBook();
        await other.importText(book.exportText());
        assert.equal(other.exportText(), book.exportText());
      }),
    );
  });

  test('two books that import each other agree on everything but names, whoever is first', async () => {
    const choices = (book: ContactBook) => book.list().map(({ name: _, note: __, ...contact }) => contact);
    await fc.assert(
      fc.asyncProperty(anyBook, anyBook, async (mine, theirs) => {
        const first = await openBook(mine.map(untied));
        const second = await openBook(theirs.map(untied));
        await first.importText(second.exportText());
        await second.importText(first.exportText());
        assert.deepEqual(choices(first), choices(second));
        assert.deepEqual(await first.importText(second.exportText()), { added: 0, updated: 0 });
      }),
    );
  });
});

describe('a text that is no export', () => {
  const faults: readonly (readonly [string, string, RegExp])[] = [
    [
      'is no JSON',
      '# my friends',
      /^Cannot import contacts: it begins "# my friends" and is no JSON; choose/,
    ],
    ['is something else', '[]', /^Cannot import contacts: at format: it should be an object with "format"/],
    [
      'has another format',
      '{"format":"x","version":1,"contacts":[]}',
      /at format it says "x"; its "format" should/,
    ],
    [
      'is newer',
      '{"format":"open-rooms-contacts","version":2,"contacts":[]}',
      /it says 2; .* update Open Rooms/,
    ],
    ['has no list', textOf('bob'), /at contacts it says "bob"; it should be a list of contacts\./],
    [
      'has a strange id',
      textOf([{ ...bob, id: 'bob' }]),
      /at contacts\.0\.id it says "bob"; an id is @…=\.ed25519\./,
    ],
    [
      'has a strange relation',
      textOf([{ ...bob, relation: 'owner' }]),
      /it says "owner"; a relation is followed, acc/,
    ],
    [
      'lacks a field',
      textOf([{ id: BOB, relation: 'followed', reach: [] }]),
      /at contacts\.0\.since: a contact has/,
    ],
    ['has a note that cannot be seen', textOf([{ ...bob, note: '\u001b[2J' }]), /a note has at most 500/],
    ['has a name that cannot be seen', textOf([{ ...bob, name: '\u001b[2J' }]), /a name is one line/],
    [
      'has a time that is none',
      textOf([{ ...bob, since: -1 }]),
      /at contacts\.0\.since it says -1; a time is/,
    ],
    [
      'has an unreadable address',
      textOf([{ ...bob, reach: [{ ...reach, addresses: 'x' }] }]),
      /in the contact @AQEB/,
    ],
    [
      "has another room's address",
      textOf([{ ...bob, reach: [{ ...reach, room: BOB }] }]),
      /leads to the room @AQEB/,
    ],
    [
      'has an unreadable alias',
      textOf([{ ...bob, reach: [{ ...reach, alias: 'bob' }] }]),
      /Cannot read alias "bob"/,
    ],
    ['has too many', textOf(Array(MAX_CONTACTS + 1).fill(bob)), /a book holds at most 5000 contacts/],
    [
      'is too long',
      ' '.repeat(CONTACTS_TEXT_MAX_CHARS + 1),
      /it has 50000001 characters and 50000000 is the most/,
    ],
  ];
  for (const [what, text, message] of faults) {
    test(`because it ${what} changes nothing, and is told`, async () => {
      const book = await openBook([{ ...bob, id: feed(2) }]);
      const before = book.exportText();
      await assert.rejects(book.importText(text), { name: 'UnreadableText', code: 'bad-argument', message });
      assert.equal(book.exportText(), before);
    });
  }

  test('that would fill the book too full changes nothing', async () => {
    const many = Array.from({ length: MAX_CONTACTS }, (_, n) => {
      const key = new Uint8Array(32)
        .fill(7)
        .fill(n & 0xff, 0, 1)
        .fill(n >> 8, 1, 2);
      return { ...bob, id: `@${Buffer.from(key).toString('base64')}.ed25519` };
    });
    const book = await openBook([bob]);
    await assert.rejects(book.importText(textOf(many)), { name: 'Refused', code: 'too-many' });
    assert.deepEqual(book.list(), [bob]);
  });

  test('but means to change what every object has makes contacts of plain fields, or is refused', async () => {
    const book = await openBook();
    const evil = JSON.stringify({ ...bob, name: 'Bob' }).replace(
      '{',
      '{"__proto__":{"admin":true},"toString":1,',
    );
    await book.importText(textOf([]).replace('[]', `[${evil}]`));
    const [contact] = book.list();
    assert.deepEqual(Object.keys(contact ?? {}).sort(), ['id', 'name', 'reach', 'relation', 'since']);
    assert.equal(Object.getPrototypeOf(contact), Object.prototype);
    assert.ok(!('admin' in {}));
  });

  test('of any kind works or throws the named error', async () => {
    const fields = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(BOB, 'followed', 5, [reach], [{ ...reach, alias: 1 }]),
    );
    const almost = fc
      .dictionary(fc.constantFrom('id', 'relation', 'name', 'since', 'reach', '__proto__'), fields)
      .map((contact) => textOf([{ ...bob, ...contact }]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), almost, fc.json().map(textOf)), async (text) => {
        const book = await openBook();
        try {
          await book.importText(text);
        } catch (error) {
          assert.ok(error instanceof UnreadableText, String(error));
        }
      }),
    );
  });
});

test('the fullest book can be imported again', () => {
  const fullReach = {
    room: BOB,
    addresses: 'x'.repeat(ROOM_ADDRESSES_MAX_CHARS),
    alias: 'x'.repeat(ALIAS_TEXT_MAX_CHARS),
    seenAt: NOW,
  };
  const name = '"'.repeat(NAME_MAX_CHARS);
  const note = '"'.repeat(NOTE_MAX_CHARS);
  const contact = { ...bob, name, note, since: NOW, reach: Array(MAX_REACHES_PER_CONTACT).fill(fullReach) };
  assert.ok(writeContacts([contact]).length * MAX_CONTACTS < CONTACTS_TEXT_MAX_CHARS);
});

/** With times that say for sure which sighting is newer: of two at one time each book keeps its own alias. */
function untied(contact: Contact): Contact {
  return { ...contact, reach: contact.reach.map(({ alias: _, ...reach }) => reach) };
}
