import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditHead, SealedEntry } from '@open-rooms/protocol';
import type { Store } from '../port.ts';

const NOW = 1_764_000_000_000;

function entry(id: number, more: Partial<SealedEntry> = {}): SealedEntry {
  return {
    id,
    at: NOW + id,
    event: 'room_join',
    by: 'operator',
    address: `203.0.113.${id}`,
    addressSalt: `salt${id}`,
    addressHash: `hash${id}`,
    subject: '"; drop table audit',
    message: 'Åse’s 🚀',
    reason: '',
    previous: `previous${id}`,
    signature: `signature${id}`,
    ...more,
  };
}

function head(id: number): AuditHead {
  return { id, hash: `hash${id}`, signature: `head${id}` };
}

/** What the audit log of every store does. `open` gives a new, empty one. */
export function auditSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: the audit log`, () => {
    test('is empty at first', async () => {
      await using store = await open();
      assert.equal(await store.audit.head(), undefined);
      assert.deepEqual(await store.audit.newest({}, 9), []);
      assert.deepEqual(await store.audit.after(0, {}, 9), []);
      assert.equal(await store.audit.lastAddress(NOW * 2), undefined);
    });

    test('keeps entries whole, from both ends, with the last head', async () => {
      await using store = await open();
      const all = [1, 2, 3, 4, 5].map((id) =>
        entry(id, id === 2 ? { address: null, addressSalt: null } : {}),
      );
      await store.audit.append(all.slice(0, 2), head(2));
      await store.audit.append(all.slice(2), head(5));
      assert.deepEqual(await store.audit.head(), head(5));
      assert.deepEqual(await store.audit.after(0, {}, 9), all);
      assert.deepEqual(await store.audit.after(1, {}, 2), all.slice(1, 3));
      assert.deepEqual(await store.audit.newest({}, 2), [all[4], all[3]]);
      assert.deepEqual(await store.audit.newest({}, 9, 3), [all[1], all[0]]);
    });

    test('is filtered by event and by time, the last moment left out', async () => {
      await using store = await open();
      const all = [1, 2, 3, 4].map((id) => entry(id, id % 2 === 0 ? { event: 'ban_add' } : {}));
      await store.audit.append(all, head(4));
      const ids = async (found: Promise<SealedEntry[]>) => (await found).map(({ id }) => id);
      assert.deepEqual(await ids(store.audit.newest({ event: 'ban_add' }, 9)), [4, 2]);
      assert.deepEqual(await ids(store.audit.after(0, { event: 'ban_add', until: NOW + 4 }, 9)), [2]);
      assert.deepEqual(await ids(store.audit.newest({ since: NOW + 2, until: NOW + 4 }, 9)), [3, 2]);
    });

    test('takes all of a batch or nothing, and no id twice', async () => {
      await using store = await open();
      await store.audit.append([entry(1)], head(1));
      await assert.rejects(store.audit.append([entry(2), entry(1)], head(2)));
      assert.deepEqual(await store.audit.after(0, {}, 9), [entry(1)]);
      assert.deepEqual(await store.audit.head(), head(1));
    });

    test('erases addresses up to an entry, some at a time, and nothing else', async () => {
      await using store = await open();
      await store.audit.append(
        [1, 2, 3, 4].map((id) => entry(id)),
        head(4),
      );
      const bare = (id: number) => entry(id, { address: null, addressSalt: null });
      assert.equal(await store.audit.lastAddress(NOW), undefined);
      assert.equal(await store.audit.lastAddress(NOW + 3), 3);
      assert.equal(await store.audit.eraseAddresses(3, 2), 2);
      assert.deepEqual(await store.audit.after(0, {}, 9), [bare(1), bare(2), entry(3), entry(4)]);
      assert.equal(await store.audit.eraseAddresses(3, 2), 1);
      assert.equal(await store.audit.eraseAddresses(3, 2), 0);
      assert.equal(await store.audit.lastAddress(NOW + 3), undefined);
      assert.equal(await store.audit.lastAddress(NOW + 4), 4);
    });

    test('goes by ids where a clock was wrong for a while', async () => {
      await using store = await open();
      const odd = [entry(1, { at: NOW * 2 }), entry(2), entry(3, { at: 5 }), entry(4)];
      await store.audit.append(odd, head(4));
      assert.equal(
        await store.audit.lastAddress(NOW + 2),
        2,
        'with entry 1, which says it is of years to come',
      );
    });
  });
}
