import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import type { Store } from '../port.ts';
import type { StoredApiKey } from '../ports/api-keys.ts';

const NOW = 1_764_000_000_000;

function key(n: number, more: Partial<StoredApiKey> = {}): StoredApiKey {
  return {
    id: `key-${n}`,
    keyHash: `${n}`.padStart(64, '0'),
    name: `Backup "${n}"; drop table`,
    madeBy: feedIdOf(new Uint8Array(32).fill(n)),
    createdAt: NOW + n,
    lastUsedAt: null,
    ...more,
  };
}

/** What the keys of programs of every store do. `open` gives a new, empty one. */
export function apiKeysSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: keys of programs`, () => {
    test('are kept whole, oldest first', async () => {
      await using store = await open();
      await store.apiKeys.create(key(2, { madeBy: 'operator' }));
      await store.apiKeys.create(key(1, { lastUsedAt: NOW }));
      assert.deepEqual(await store.apiKeys.keys(), [
        key(1, { lastUsedAt: NOW }),
        key(2, { madeBy: 'operator' }),
      ]);
    });

    test('have ids and secrets of their own', async () => {
      await using store = await open();
      await store.apiKeys.create(key(1));
      await assert.rejects(store.apiKeys.create(key(1, { keyHash: 'f'.repeat(64) })));
      await assert.rejects(store.apiKeys.create(key(1, { id: 'another' })));
      assert.deepEqual(await store.apiKeys.keys(), [key(1)]);
    });

    test('say when they were used last, and go', async () => {
      await using store = await open();
      for (const n of [1, 2]) await store.apiKeys.create(key(n));
      await store.apiKeys.touch('key-1', NOW + 99);
      await store.apiKeys.touch('key-7', NOW + 99);
      await Promise.all([store.apiKeys.revoke('key-2'), store.apiKeys.revoke('key-2')]);
      assert.deepEqual(await store.apiKeys.keys(), [key(1, { lastUsedAt: NOW + 99 })]);
    });
  });
}
