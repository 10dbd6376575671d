import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WatchedSet } from '@open-rooms/protocol';
import { effect } from '@preact/signals-core';
import { liveItems, watchedSignal } from './watched-signal.ts';

describe('a signal over what tells of its changes', () => {
  test('listens only while it is watched, and is up to date when it begins', () => {
    const listeners = new Set<() => void>();
    let value = 1;
    const watched = watchedSignal(
      () => value,
      (onChange) => {
        listeners.add(onChange);
        return { [Symbol.dispose]: () => void listeners.delete(onChange) };
      },
    );
    assert.equal(listeners.size, 0);
    value = 2;
    const seen: number[] = [];
    const stop = effect(() => void seen.push(watched.value));
    assert.equal(listeners.size, 1);
    value = 3;
    for (const listener of listeners) listener();
    for (const listener of listeners) listener();
    assert.deepEqual(seen, [2, 3]);
    stop();
    assert.equal(listeners.size, 0);
  });

  test('of a live set tells many changes of one turn once, and none that come to nothing', async () => {
    const set = new WatchedSet<string>();
    set.enter('a');
    const items = liveItems(set);
    const seen: (readonly string[])[] = [];
    const stop = effect(() => void seen.push(items.value));
    set.enter('b');
    const c = set.enter('c');
    await Promise.resolve();
    c[Symbol.dispose]();
    set.enter('c');
    await Promise.resolve();
    assert.deepEqual(seen, [['a'], ['a', 'b', 'c']]);
    stop();
    set.enter('d');
    await Promise.resolve();
    assert.equal(seen.length, 2);
  });
});
