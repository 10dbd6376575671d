import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import type { Store } from '../port.ts';
import type { Notice } from '../ports/notices.ts';

function notice(name: string, language: string, content = '*Hello*; drop table'): Omit<Notice, 'id'> {
  return { name, language, title: `"${name}" ☕`, content, updatedAt: 1_764_000_000_123 };
}

/** What the notices of every store do. `open` gives a new, empty one. */
export function noticesSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: notices`, () => {
    test('are kept whole, one for each name and language, by numbers that stay', async () => {
      await using store = await open();
      assert.deepEqual(await store.notices.notices(), []);
      assert.deepEqual(await store.notices.set(notice('news', 'en')), { id: 1, ...notice('news', 'en') });
      await store.notices.set(notice('news', 'fr'));
      await store.notices.set(notice('description', 'en'));
      const again = notice('news', 'en', 'Newer');
      assert.deepEqual(await store.notices.set(again), { id: 1, ...again });
      assert.deepEqual(await store.notices.notices(), [
        { id: 1, ...again },
        { id: 2, ...notice('news', 'fr') },
        { id: 3, ...notice('description', 'en') },
      ]);
    });

    test('are removed in one language', async () => {
      await using store = await open();
      await store.notices.set(notice('news', 'en'));
      await store.notices.set(notice('news', 'fr'));
      assert.equal(await store.notices.remove('news', 'en'), true);
      assert.equal(await store.notices.remove('news', 'en'), false);
      assert.equal(await store.notices.remove('description', 'fr'), false);
      assert.deepEqual(await store.notices.notices(), [{ id: 2, ...notice('news', 'fr') }]);
    });

    test('written by eight at once are all there', async () => {
      await using store = await open();
      const tags = ['cs', 'de', 'en', 'fr', 'it', 'nl', 'pl', 'sv'];
      await Promise.all(tags.map((tag) => store.notices.set(notice('news', tag))));
      const kept = await store.notices.notices();
      assert.deepEqual(kept.map(({ language }) => language).sort(), tags);
      assert.equal(new Set(kept.map(({ id }) => id)).size, 8);
    });
  });

  describe(`${name}: all aliases`, () => {
    const limits = { perFeed: 10, inAll: 10 };
    const feed = (n: number) => feedIdOf(new Uint8Array(32).fill(n));
    const alias = (label: string, n: number) => ({
      name: label,
      feed: feed(n),
      signature: 'AA==',
      registeredAt: 5 - n,
    });

    test('are listed by the alphabet, and taken from one feed at once', async () => {
      await using store = await open();
      for (const each of [alias('rob', 1), alias('ann', 2), alias('bob', 1)])
        await store.aliases.register(each, limits);
      const all = await store.aliases.aliases();
      assert.deepEqual(
        all.map(({ name: label }) => label),
        ['ann', 'bob', 'rob'],
      );
      assert.deepEqual(await store.aliases.revokeAll(feed(1)), ['bob', 'rob']);
      assert.deepEqual(await store.aliases.revokeAll(feed(1)), []);
      assert.deepEqual(await store.aliases.aliases(), [alias('ann', 2)]);
    });
  });
}
