import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StoredRecord } from '@open-rooms/protocol';
import { MemoryMessageStore } from './memory-message-store.ts';
import { RecordStore } from './record-store.ts';
import { SmallTexts } from './small-texts.ts';
import { SlowStore, UnsureStore } from './test-stores.ts';

const recordOf = (number: number, flags: number): StoredRecord => ({
  id: number.toString(16).padStart(64, '0'),
  bytes: Uint8Array.of(flags, number, 7),
});

/** What is kept, in no order: flags and all. */
const idsOf = (records: readonly StoredRecord[]) => records.map(({ id, bytes }) => `${id} ${bytes}`).sort();

describe('records of a conversation', () => {
  test('are kept as they are now, and go when they are dropped', async () => {
    const messages = new MemoryMessageStore();
    const store = new RecordStore(messages, 'tea');
    await store.change({ put: [recordOf(1, 2), recordOf(2, 0)], drop: [] });
    await store.change({ put: [recordOf(1, 3)], drop: [recordOf(2, 0).id] });
    await store.change({ put: [recordOf(1, 3)], drop: [] });
    assert.deepEqual(await store.load(), [recordOf(1, 3)]);
    assert.deepEqual(await new RecordStore(messages, 'tea').load(), [recordOf(1, 3)]);
    assert.equal((await messages.load('tea')).length, 1);
    await store.clear();
    assert.deepEqual(await messages.conversations(), []);
  });

  test('that a store did not take go with the next change', async () => {
    const messages = new UnsureStore();
    const store = new RecordStore(messages, 'tea');
    await store.change({ put: [recordOf(1, 2), recordOf(3, 0)], drop: [] });
    messages.isFull = true;
    await assert.rejects(store.change({ put: [recordOf(1, 3), recordOf(2, 0)], drop: [] }), /full/);
    await assert.rejects(store.change({ put: [], drop: [recordOf(3, 0).id] }), /full/);
    messages.isFull = false;
    assert.deepEqual(idsOf(await store.load()), idsOf([recordOf(1, 3), recordOf(2, 0)]));
    await store.change({ put: [recordOf(4, 0)], drop: [] });
    const again = await new RecordStore(messages, 'tea').load();
    assert.deepEqual(idsOf(again), idsOf([recordOf(1, 3), recordOf(2, 0), recordOf(4, 0)]));
    assert.equal((await messages.load('tea')).length, 3);
  });

  test('of which nobody knows are kept, or forgotten', async () => {
    const messages = new UnsureStore();
    const store = new RecordStore(messages, 'tea');
    await store.keep(recordOf(1, 2));
    messages.isFull = true;
    await assert.rejects(store.keep(recordOf(2, 2)), /full/);
    messages.isFull = false;
    await store.change({ put: [recordOf(3, 0)], drop: [] });
    const again = await new RecordStore(messages, 'tea').load();
    assert.deepEqual(idsOf(again), idsOf([recordOf(1, 2), recordOf(3, 0)]));
  });

  test('that cannot be read are found by their names, to be dropped', async () => {
    const messages = new MemoryMessageStore();
    await messages.change('tea', { put: [{ id: 'x', bytes: Uint8Array.of(1, 2) }], drop: [] });
    const store = new RecordStore(messages, 'tea');
    const [damaged] = await store.load();
    assert.equal(damaged?.bytes.length, 0);
  });

  test('that two programs kept at once are one: the older goes with the next change, or with all', async () => {
    const twice = async () => {
      const messages = new MemoryMessageStore();
      const [one, other] = [new RecordStore(messages, 'tea'), new RecordStore(messages, 'tea')];
      await one.change({ put: [recordOf(1, 2), recordOf(2, 0)], drop: [] });
      await other.change({ put: [recordOf(1, 3)], drop: [] });
      const store = new RecordStore(messages, 'tea');
      assert.deepEqual(idsOf(await store.load()), idsOf([recordOf(1, 3), recordOf(2, 0)]));
      return { messages, store };
    };
    const { messages, store } = await twice();
    await store.change({ put: [recordOf(3, 0)], drop: [] });
    assert.equal((await messages.load('tea')).length, 3);
    // What is stale may be what it becomes.
    const again = await twice();
    await again.store.change({ put: [recordOf(1, 2)], drop: [] });
    assert.deepEqual(idsOf(await again.store.load()), idsOf([recordOf(1, 2), recordOf(2, 0)]));
    assert.equal((await again.messages.load('tea')).length, 2);
    const cleared = await twice();
    await cleared.store.clear();
    assert.deepEqual(await cleared.messages.conversations(), []);
  });

  test('are all taken away, also those that were on their way', async () => {
    const messages = new MemoryMessageStore();
    const store = new RecordStore(messages, 'tea');
    const said = [store.change({ put: [recordOf(1, 0)], drop: [] }), store.keep(recordOf(2, 0))];
    await store.clear();
    await Promise.all(said);
    assert.deepEqual(await messages.conversations(), []);
  });

  test('are kept in the order in which changes came, however slow the store is', async () => {
    const messages = new MemoryMessageStore();
    const store = new RecordStore(messages, 'tea');
    const changes = [0, 1, 2, 3].map((flags) => store.change({ put: [recordOf(1, flags)], drop: [] }));
    const gone = store.change({ put: [recordOf(2, 0)], drop: [recordOf(1, 0).id] });
    await Promise.all([...changes, gone]);
    assert.deepEqual(await store.load(), [recordOf(2, 0)]);
  });
});

describe('short texts', () => {
  test('are kept by key, changed, and taken away', async () => {
    const messages = new MemoryMessageStore();
    const texts = await SmallTexts.open(messages, { place: 'names', most: 10 });
    await texts.set('a', 'one');
    await texts.set('b', 'two\nlines');
    await texts.set('a', 'another');
    await texts.set('c', 'three');
    await texts.set('c', undefined);
    const again = await SmallTexts.open(messages, { place: 'names', most: 10 });
    assert.deepEqual(
      [again.get('a'), again.get('b'), again.get('c'), again.keys],
      ['another', 'two\nlines', undefined, ['b', 'a']],
    );
    assert.equal((await messages.load('names')).length, 2);
  });

  test('are as many as allowed: the oldest go', async () => {
    const messages = new MemoryMessageStore();
    const texts = await SmallTexts.open(messages, { place: 'names', most: 2 });
    for (const key of ['a', 'b', 'a', 'c']) await texts.set(key, `${key} is called so`);
    assert.deepEqual(texts.keys, ['b', 'c']);
    assert.deepEqual((await SmallTexts.open(messages, { place: 'names', most: 2 })).keys, ['b', 'c']);
  });

  test('are forgotten last where they are dear', async () => {
    const isDear = (key: string) => key === 'a';
    const texts = await SmallTexts.open(new MemoryMessageStore(), { place: 'names', most: 2, isDear });
    for (const key of ['a', 'b', 'c', 'd']) await texts.set(key, 'so');
    assert.deepEqual(texts.keys, ['a', 'd']);
    const all = await SmallTexts.open(new MemoryMessageStore(), { place: 'x', most: 2, isDear: () => true });
    for (const key of ['a', 'b', 'c']) await all.set(key, 'so');
    assert.deepEqual(all.keys, ['b', 'c']);
  });

  test('end as they were set last, however slow the store is', async () => {
    const messages = new SlowStore();
    const texts = await SmallTexts.open(messages, { place: 'names', most: 10 });
    const done = ['one', 'two', 'three'].map((text) => texts.set('a', text));
    await new Promise<void>((resolve) => setImmediate(resolve));
    messages.release();
    await Promise.all(done);
    const again = await SmallTexts.open(messages, { place: 'names', most: 10 });
    assert.deepEqual([again.get('a'), (await messages.load('names')).length], ['three', 1]);
  });

  test('that were not kept are with the next one', async () => {
    const messages = new UnsureStore();
    const texts = await SmallTexts.open(messages, { place: 'names', most: 10 });
    await texts.set('a', 'one');
    messages.isFull = true;
    await assert.rejects(texts.set('a', 'two'), /full/);
    await assert.rejects(texts.set('a', 'two'), /full/);
    messages.isFull = false;
    await texts.set('b', 'three');
    const again = await SmallTexts.open(messages, { place: 'names', most: 10 });
    assert.deepEqual([again.get('a'), again.get('b')], ['two', 'three']);
  });
});
