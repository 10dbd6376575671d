import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { WatchedSet } from './watched-set.ts';

/** Writes down what a watcher is told. */
function told<T>(set: WatchedSet<T>): string[] {
  const events: string[] = [];
  set.watch({ joined: (item) => events.push(`+${item}`), left: (item) => events.push(`-${item}`) });
  return events;
}

describe('a set that is watched', () => {
  test('an item that enters twice is there once, until both have left', () => {
    const set = new WatchedSet<string>();
    const events = told(set);
    const first = set.enter('ann');
    const second = set.enter('ann');
    first[Symbol.dispose]();
    assert.ok(set.has('ann'));
    second[Symbol.dispose]();
    assert.ok(!set.has('ann'));
    assert.deepEqual(events, ['+ann', '-ann']);
  });

  test('leaving twice is leaving once', () => {
    const set = new WatchedSet<string>();
    const events = told(set);
    const old = set.enter('ann');
    old[Symbol.dispose]();
    set.enter('ann');
    old[Symbol.dispose]();
    assert.ok(set.has('ann'), 'an old connection does not take the new one along');
    assert.deepEqual(events, ['+ann', '-ann', '+ann']);
  });

  test('a watcher that goes is told no more, even while others are told', () => {
    const set = new WatchedSet<string>();
    const events: string[] = [];
    const first = {
      joined: () => second[Symbol.dispose](),
      left: () => {},
    };
    set.watch(first);
    const second = set.watch({ joined: (item) => events.push(item), left: () => {} });
    set.enter('ann');
    assert.deepEqual(events, []);
  });

  test('a watcher that comes while others are told has the news in its snapshot, and not twice', () => {
    const set = new WatchedSet<string>();
    let snapshot: string[] = [];
    const events: string[] = [];
    const late = { joined: (item: string) => events.push(item), left: () => {} };
    set.watch({
      joined: () => {
        snapshot = set.watch(late).snapshot;
      },
      left: () => {},
    });
    set.enter('ann');
    assert.deepEqual([snapshot, events], [['ann'], []]);
  });

  test('snapshot and events give the same set, whoever comes and goes, whenever one begins to watch', () => {
    const act = fc.record({ slot: fc.nat(9), watch: fc.boolean() });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const set = new WatchedSet<number>();
        const entered = new Map<number, Disposable>();
        const mirrors: Set<number>[] = [];
        for (const { slot, watch } of acts) {
          if (watch) mirrors.push(mirrorOf(set));
          const there = entered.get(slot);
          // Two slots are one item: two connections of one peer.
          if (there === undefined) entered.set(slot, set.enter(slot >> 1));
          else {
            entered.delete(slot);
            there[Symbol.dispose]();
          }
        }
        const truth = new Set([...entered.keys()].map((slot) => slot >> 1));
        for (const mirror of [...mirrors, new Set(set.snapshot())])
          assert.deepEqual(sorted(mirror), sorted(truth));
      }),
    );
  });
});

/** A set that follows another; throws where it is told what cannot be. */
function mirrorOf(set: WatchedSet<number>): Set<number> {
  const { snapshot } = set.watch({
    joined: (item) => {
      assert.ok(!mirror.has(item), `${item} joined twice`);
      mirror.add(item);
    },
    left: (item) => assert.ok(mirror.delete(item), `${item} left without being there`),
  });
  const mirror = new Set(snapshot);
  return mirror;
}

function sorted(items: Iterable<number>): number[] {
  return [...items].sort((a, b) => a - b);
}
