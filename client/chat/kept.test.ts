import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StoredRecord } from '@open-rooms/protocol';
import { MemoryMessageStore } from './memory-message-store.ts';
import { RecordStore } from './record-store.ts';
import { SmallTexts } from './small-texts.ts';

const recordOf = (number: number, flags: number): StoredRecord => ({
  id: number.toString(16).padStart(64, '0'),
  bytes: Uint8Array.of(flags, number, 7),
});

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

  test('that a crash left twice count as they were kept last', async () => {
    const messages = new MemoryMessageStore();
    await new RecordStore(messages, 'tea').change({ put: [recordOf(1, 2)], drop: [] });
    // What comes next is added before the old one goes.
    messages.remove = () => Promise.reject(new Error('the power is gone'));
    const store = new RecordStore(messages, 'tea');
    await store.load();
    await assert.rejects(store.change({ put: [recordOf(1, 3)], drop: [] }), /power/);
    Reflect.deleteProperty(messages, 'remove');
    const after = new RecordStore(messages, 'tea');
    assert.deepEqual(await after.load(), [recordOf(1, 3)]);
    assert.equal((await messages.load('tea')).length, 1);
  });

  test('that cannot be read are found by their names, to be dropped', async () => {
    const messages = new MemoryMessageStore();
    await messages.add('tea', 'x', Uint8Array.of(1, 2));
    const store = new RecordStore(messages, 'tea');
    const [damaged] = await store.load();
    assert.equal(damaged?.bytes.length, 0);
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
    const texts = await SmallTexts.open(messages, 'names', 10);
    await texts.set('a', 'one');
    await texts.set('b', 'two\nlines');
    await texts.set('a', 'another');
    await texts.set('c', 'three');
    await texts.set('c', undefined);
    const again = await SmallTexts.open(messages, 'names', 10);
    assert.deepEqual(
      [again.get('a'), again.get('b'), again.get('c'), again.keys],
      ['another', 'two\nlines', undefined, ['b', 'a']],
    );
    assert.equal((await messages.load('names')).length, 2);
  });

  test('are as many as allowed: the oldest go', async () => {
    const messages = new MemoryMessageStore();
    const texts = await SmallTexts.open(messages, 'names', 2);
    for (const key of ['a', 'b', 'a', 'c']) await texts.set(key, `${key} is called so`);
    assert.deepEqual(texts.keys, ['b', 'c']);
    assert.deepEqual((await SmallTexts.open(messages, 'names', 2)).keys, ['b', 'c']);
  });
});
