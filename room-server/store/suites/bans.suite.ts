import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, feedIdOf, type SignedEnding } from '@open-rooms/protocol';
import type { Store } from '../port.ts';
import type { Ban } from '../ports/bans.ts';

const NOW = 1_764_000_000_000;

function feed(n: number): FeedId {
  return feedIdOf(new Uint8Array(32).fill(n));
}

function ban(n: number, more: Partial<Ban> = {}): Ban {
  return {
    id: feed(n),
    reason: `"${n}"; drop table`,
    by: 'operator',
    at: NOW + n,
    expiresAt: null,
    ...more,
  };
}

function ending(n: number, at: number): SignedEnding {
  return {
    room: feed(0),
    why: 'removed',
    who: feed(n),
    reason: 'Åse’s “word”',
    at,
    signature: 'AA==.sig.ed25519',
  };
}

/** What the bans and endings of every store do. `open` gives a new, empty one. */
export function bansSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name}: bans`, () => banTests(open));
  describe(`${name}: endings`, () => endingTests(open));
}

function banTests(open: () => Promise<Store>): void {
  test('are kept whole, the newest first, the last word of each person', async () => {
    await using store = await open();
    for (const each of [ban(1), ban(3, { expiresAt: NOW + 5, by: feed(9) }), ban(2)])
      await store.bans.ban(each);
    assert.deepEqual(await store.bans.bans(), [ban(3, { expiresAt: NOW + 5, by: feed(9) }), ban(2), ban(1)]);
    await store.bans.ban(ban(1, { reason: '', at: NOW + 9, expiresAt: NOW + 10 }));
    assert.deepEqual((await store.bans.bans())[0], ban(1, { reason: '', at: NOW + 9, expiresAt: NOW + 10 }));
  });

  test('are lifted, those that are there', async () => {
    await using store = await open();
    for (const n of [1, 2, 3]) await store.bans.ban(ban(n));
    await store.bans.lift([feed(1), feed(3), feed(7)]);
    assert.deepEqual(await store.bans.bans(), [ban(2)]);
    await store.bans.lift([]);
  });
}

function endingTests(open: () => Promise<Store>): void {
  test('are kept as they were signed, oldest first, the last about each person', async () => {
    await using store = await open();
    const everybody: SignedEnding = { room: feed(0), why: 'stopped', at: NOW + 4, signature: 'B' };
    await store.endings.keep([ending(1, NOW + 1), everybody, ending(2, NOW + 3)], 0);
    await store.endings.keep([ending(1, NOW + 5)], 0);
    assert.deepEqual(await store.endings.endings(0), [ending(2, NOW + 3), everybody, ending(1, NOW + 5)]);
    assert.deepEqual(await store.endings.endings(NOW + 5), [ending(1, NOW + 5)]);
  });

  test('are forgotten when they are old', async () => {
    await using store = await open();
    await store.endings.keep([ending(1, NOW), ending(2, NOW + 2)], NOW);
    await store.endings.keep([], NOW + 1);
    assert.deepEqual(await store.endings.endings(0), [ending(2, NOW + 2)]);
  });
}
