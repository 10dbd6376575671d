import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import type { Store } from '../port.ts';
import type { StoredSession } from '../ports/sessions.ts';

const NOW = 1_764_000_000_000;

function session(n: number, more: Partial<StoredSession> = {}): StoredSession {
  return {
    id: `session-${n}`,
    tokenHash: `${n}`.padStart(64, '0'),
    feed: feedIdOf(new Uint8Array(32).fill(n)),
    agent: `Browser "${n}"; drop table`,
    createdAt: NOW + n,
    lastUsedAt: NOW + n,
    ...more,
  };
}

/** What the sessions of every store do. `open` gives a new, empty one. */
export function sessionsSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: sessions`, () => {
    test('are kept whole, oldest first', async () => {
      await using store = await open();
      await store.sessions.create(session(2));
      await store.sessions.create(session(1, { agent: '' }));
      assert.deepEqual(await store.sessions.sessions(), [session(1, { agent: '' }), session(2)]);
    });

    test('have ids and tokens of their own', async () => {
      await using store = await open();
      await store.sessions.create(session(1));
      await assert.rejects(store.sessions.create(session(1, { tokenHash: 'f'.repeat(64) })));
      await assert.rejects(store.sessions.create(session(1, { id: 'another' })));
      assert.deepEqual(await store.sessions.sessions(), [session(1)]);
    });

    test('say when they were used last', async () => {
      await using store = await open();
      await store.sessions.create(session(1));
      await store.sessions.touch('session-1', NOW + 99);
      await store.sessions.touch('session-7', NOW + 99);
      assert.deepEqual(await store.sessions.sessions(), [session(1, { lastUsedAt: NOW + 99 })]);
    });

    test('end, as many as there are, and again', async () => {
      await using store = await open();
      for (let n = 1; n <= 3; n++) await store.sessions.create(session(n));
      const ids = Array.from({ length: 250 }, (_, n) => `session-${n + 2}`);
      await Promise.all([store.sessions.end(ids), store.sessions.end(ids), store.sessions.end([])]);
      assert.deepEqual(await store.sessions.sessions(), [session(1)]);
    });
  });
}
