import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import vectors from '../../spec/vectors/audit.json' with { type: 'json' };
import { feedIdOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { AuditChain, type AuditFault } from './chain.ts';
import {
  type AuditContent,
  addressHashOf,
  auditOrigin,
  entryHash,
  entrySignatureText,
  entryText,
  type SealedEntry,
  sealEntry,
} from './entry.ts';
import { type AuditExport, auditExportSchema, verifyExport } from './export.ts';
import { type AuditHead, headText, isHeadOf, signHead } from './head.ts';

const keys = sodium.signKeyPair(new TextEncoder().encode(vectors.seed));
const KEY = { ...keys, id: feedIdOf(keys.publicKey) };
const OTHER = feedIdOf(new Uint8Array(32).fill(9));

function logOf(contents: readonly Omit<AuditContent, 'id'>[]): { entries: SealedEntry[]; head: AuditHead } {
  let hash = auditOrigin(sodium, KEY.id);
  const entries = contents.map((content, index) => {
    const sealed = sealEntry(sodium, KEY, { id: index + 1, ...content }, hash);
    hash = sealed.hash;
    return sealed.entry;
  });
  return { entries, head: signHead(sodium, KEY, { id: entries.length, hash }) };
}

/** Follows a log to its end. */
function follow(entries: readonly SealedEntry[], head: AuditHead | undefined): AuditFault | undefined {
  const chain = new AuditChain(sodium, KEY.id);
  for (const entry of entries) {
    const fault = chain.next(entry);
    if (fault !== undefined) return fault;
  }
  return chain.end(head);
}

describe('the vectors of the audit log', () => {
  test('its room and what stands before the first entry', () => {
    assert.equal(KEY.id, vectors.room);
    assert.equal(auditOrigin(sodium, KEY.id), vectors.origin.hash);
  });

  for (const { about, addressText, text, hash, signed, entry } of vectors.entries) {
    test(`${about}: its text, its hash and its signature`, () => {
      assert.equal(entryText(entry), text);
      assert.equal(entryHash(sodium, entry), hash);
      assert.equal(entrySignatureText(KEY.id, entry.id, hash), signed);
      const [, salt, address] = /^=open-rooms-audit-address:([^:]+):(.+)$/.exec(addressText ?? '') ?? [];
      if (salt !== undefined && address !== undefined)
        assert.equal(addressHashOf(sodium, salt, address), entry.addressHash);
    });
  }

  test('sealed again, the entries without an address are the same', () => {
    const bare = vectors.entries.filter(({ addressText }) => addressText === null);
    for (const { entry, hash } of bare) {
      assert.deepEqual(sealEntry(sodium, KEY, contentOf(entry), entry.previous), { entry, hash });
    }
  });

  test('the head', () => {
    const { text, head } = vectors.head;
    assert.equal(headText(KEY.id, head), text);
    assert.deepEqual(signHead(sodium, KEY, { id: head.id, hash: head.hash }), head);
    assert.ok(isHeadOf(sodium, KEY.id, head));
    assert.ok(!isHeadOf(sodium, OTHER, head));
  });

  test('together they are a whole log, of this room alone', () => {
    const entries = vectors.entries.map(({ entry }) => entry);
    const whole = { complete: true, head: vectors.head.head, entries };
    assert.deepEqual(verifyExport(sodium, KEY.id, whole), { entries: 5, fault: undefined });
    assert.equal(verifyExport(sodium, OTHER, whole).fault?.id, 1);
  });

  for (const { about, fault, entries, head } of vectors.broken) {
    test(`${about}: shows at entry ${fault}`, () => {
      assert.equal(verifyExport(sodium, KEY.id, { complete: true, entries, head }).fault?.id, fault);
    });
  }
});

function contentOf({ id, at, event, by, address, subject, message, reason }: SealedEntry): AuditContent {
  return { id, at, event, by, address, subject, message, reason };
}

const content = fc.record({
  at: fc.nat(),
  event: fc.constantFrom('room_join', 'ban_add', 'room_modify'),
  by: fc.constantFrom('', 'operator', OTHER),
  address: fc.option(fc.ipV4()),
  subject: fc.string({ unit: 'binary' }),
  message: fc.string({ unit: 'grapheme' }),
  reason: fc.string(),
});
const logs = fc.array(content, { minLength: 1, maxLength: 8 }).map(logOf);

/** One field of one entry, with another value. */
const CHANGES: readonly ((entry: SealedEntry) => SealedEntry)[] = [
  (entry) => ({ ...entry, at: entry.at + 1 }),
  (entry) => ({ ...entry, event: `${entry.event}s` }),
  (entry) => ({ ...entry, by: entry.by === 'operator' ? '' : 'operator' }),
  (entry) => ({ ...entry, subject: `${entry.subject}.` }),
  (entry) => ({ ...entry, message: ` ${entry.message}` }),
  (entry) => ({ ...entry, reason: `${entry.reason}"` }),
  (entry) => ({ ...entry, address: `${entry.address ?? ''}1` }),
  (entry) => ({ ...entry, addressSalt: entry.addressSalt === null ? 'AAAA' : null }),
  (entry) => ({ ...entry, addressHash: entry.addressHash === '' ? entry.previous : '' }),
  (entry) => ({ ...entry, previous: entry.signature.slice(0, 44) }),
  (entry) => ({ ...entry, signature: entry.signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }),
  (entry) => ({ ...entry, signature: '' }),
];

describe('a log', () => {
  test('that nobody touched is whole', () => {
    fc.assert(fc.property(logs, ({ entries, head }) => assert.equal(follow(entries, head), undefined)));
    assert.equal(follow([], undefined), undefined);
  });

  test('of which one field was changed shows it at that entry', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.constantFrom(...CHANGES), ({ entries, head }, seed, change) => {
        const index = seed % entries.length;
        const changed = entries.map((entry, at) => (at === index ? change(entry) : entry));
        assert.equal(follow(changed, head)?.id, index + 1);
        const excerpt = { complete: false, head: null, entries: changed };
        assert.equal(verifyExport(sodium, KEY.id, excerpt).fault?.id, index + 1);
      }),
    );
  });

  test('of which some are missing shows the first of them', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), ({ entries, head }, from, count) => {
        const first = from % entries.length;
        const cut = entries.toSpliced(first, 1 + (count % (entries.length - first)));
        assert.equal(follow(cut, head)?.id, first + 1);
      }),
    );
  });

  test('of which two are swapped, with their ids or without, shows the first of them', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), fc.boolean(), ({ entries, head }, one, two, withIds) => {
        const [first, second] = [one % entries.length, two % entries.length].sort((a, b) => a - b) as [
          number,
          number,
        ];
        fc.pre(first !== second);
        const swapped = [...entries];
        const [a, b] = [entries[first], entries[second]] as [SealedEntry, SealedEntry];
        swapped[first] = withIds ? { ...b, id: a.id } : b;
        swapped[second] = withIds ? { ...a, id: b.id } : a;
        assert.equal(follow(swapped, head)?.id, first + 1);
      }),
    );
  });

  test('that ends before or behind its head shows it, and so does one without a head', () => {
    const { entries } = logOf(Array.from({ length: 4 }, (_, at) => ({ ...PLAIN, at })));
    const headOf = (id: number) =>
      signHead(sodium, KEY, { id, hash: entryHash(sodium, entries[id - 1] as SealedEntry) });
    assert.equal(follow(entries.slice(0, 3), headOf(4))?.id, 4);
    assert.equal(follow(entries, headOf(3))?.id, 4);
    assert.equal(follow(entries, undefined)?.id, 4);
    assert.equal(follow(entries, { ...headOf(4), hash: headOf(3).hash })?.id, 4);
    assert.equal(
      follow(entries, signHead(sodium, KEY, { id: 4, hash: headOf(3).hash }))?.why,
      'Entry 4 is not the one that the room signed as the last.',
    );
  });

  test('that goes on from an entry the room also signed, in another copy, shows it where it does not follow', () => {
    const { entries, head } = logOf([0, 1, 2].map((at) => ({ ...PLAIN, at })));
    const other = logOf([0, 7, 2].map((at) => ({ ...PLAIN, at }))).entries;
    const mixed = [entries[0], other[1], entries[2]] as SealedEntry[];
    assert.deepEqual(follow(mixed, head), {
      id: 3,
      why: 'Entry 3 does not follow from the entry before it.',
    });
    assert.equal(verifyExport(sodium, KEY.id, { complete: false, head: null, entries: mixed }).fault?.id, 3);
  });

  test('in which something else than an entry stands says which cannot be read', () => {
    const { entries, head } = logOf([0, 1].map((at) => ({ ...PLAIN, at })));
    const odd = { ...entries[1], signature: new Uint8Array(64) } as unknown as SealedEntry;
    assert.equal(follow([entries[0] as SealedEntry, odd], head)?.why, 'Entry 2 cannot be read.');
  });
});

const PLAIN = {
  at: 0,
  event: 'ban_add',
  by: 'operator',
  address: null,
  subject: '',
  message: '',
  reason: '',
};

describe('addresses', () => {
  const bare = (entry: SealedEntry) => ({ ...entry, address: null, addressSalt: null });

  test('that the log itself erased leave it whole, whichever they are', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 6 }), fc.nat(), (contents, seed) => {
        const upTo = 1 + (seed % contents.length);
        const erase = { ...PLAIN, event: 'address_erase', subject: String(upTo) };
        const { entries, head } = logOf([...contents, erase]);
        const erased = entries.map((entry) => (entry.id <= upTo ? bare(entry) : entry));
        assert.equal(follow(erased, head), undefined);
      }),
    );
  });

  test('that somebody else took out show', () => {
    const { entries, head } = logOf([
      { ...PLAIN, address: '203.0.113.1' },
      { ...PLAIN, address: '203.0.113.2' },
      { ...PLAIN, event: 'address_erase', subject: '1' },
    ]);
    const all = entries.map(bare);
    assert.equal(follow(all, head)?.id, 2);
    assert.equal(follow([all[0], entries[1], entries[2]] as SealedEntry[], head), undefined);
  });

  test('have another hash each time: no list of addresses finds them', () => {
    const { entries } = logOf([1, 2].map((at) => ({ ...PLAIN, at, address: '203.0.113.1' })));
    assert.notEqual(entries[0]?.addressHash, entries[1]?.addressHash);
  });
});

describe('an excerpt', () => {
  const { entries } = logOf([0, 1, 2, 3].map((at) => ({ ...PLAIN, at })));

  test('proves what it has, whatever lies between', () => {
    const some = [entries[1], entries[3]] as SealedEntry[];
    assert.deepEqual(verifyExport(sodium, KEY.id, { complete: false, head: null, entries: some }), {
      entries: 2,
      fault: undefined,
    });
  });

  test('in another order shows it', () => {
    const turned = [entries[3], entries[1]] as SealedEntry[];
    assert.equal(verifyExport(sodium, KEY.id, { complete: false, head: null, entries: turned }).fault?.id, 2);
  });

  test('is read as JSON, and as nothing else', () => {
    const exported: AuditExport = {
      format: 'open-rooms-audit/1',
      room: KEY.id,
      complete: false,
      head: null,
      entries,
    };
    assert.deepEqual(v.parse(auditExportSchema, JSON.parse(JSON.stringify(exported))), exported);
    for (const odd of [entries, { ...exported, format: 'audit' }, { ...exported, room: 'x' }, null, 7]) {
      assert.equal(v.is(auditExportSchema, odd), false);
    }
  });
});
