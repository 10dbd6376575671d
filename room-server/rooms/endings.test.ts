import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type EndingsEvent, type FeedId, feedIdOf, verifyEnding } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/port.ts';
import { ENDING_KEPT_MS, Endings, MAX_ENDINGS } from './endings.ts';
import { feedOf } from './test-core.ts';
import { ROOM, ROOM_KEY, wordReader } from './test-words.ts';
import { WordFeed } from './word-feed.ts';

const [BOB, CAROL, DAVE] = [2, 3, 4].map(feedOf) as [FeedId, FeedId, FeedId];

/** A room whose clock the test moves; whom the test names hears of those alone whom they met. */
async function roomAt(start: number, store: Store = memoryStore()) {
  const time = { now: start };
  const outsiders = new Set<FeedId>();
  const met = new Set<string>();
  const feed = new WordFeed({
    hearsAll: (id) => !outsiders.has(id),
    haveMet: (one, other) => met.has(`${one} ${other}`),
  });
  const parts = { key: ROOM_KEY, crypto: sodium, feed, now: () => time.now, store: store.endings };
  const faults: unknown[] = [];
  const endings = await Endings.open({ ...parts, onFault: (error) => void faults.push(error) });
  /** Somebody asks: answers what came since the last time. */
  const asks = (listener: FeedId) =>
    wordReader((outlet) => {
      endings.tellKept(listener, outlet);
      feed.add(listener, outlet);
    });
  return { time, outsiders, met, store, endings, asks, faults };
}

/** What was said, where the room signed it. */
function said(events: readonly EndingsEvent[]): unknown[] {
  return events.map((event) => {
    if (event.type === 'now') return event.at;
    if (event.type === 'standing') return event;
    const { why, who, at, reason } = verifyEnding(sodium, ROOM, event.ending) ?? {};
    return reason === undefined ? [why, who, at] : [why, who, at, reason];
  });
}

describe('what a room ends', () => {
  test('goes to all who ask for it, signed, behind the time it is there', async () => {
    const { endings, time, asks } = await roomAt(1000);
    const [one, other] = [asks(CAROL), asks(DAVE)];
    assert.deepEqual([said(one()), said(other())], [[1000], [1000]]);
    endings.say([
      { why: 'banned', who: BOB, reason: 'spam' },
      { why: 'demoted', who: DAVE, reason: '' },
    ]);
    time.now = 2000;
    endings.say([{ why: 'mode', who: CAROL }, { why: 'mode' }]);
    endings.say([{ why: 'stopped' }]);
    for (const read of [one, other])
      assert.deepEqual(said(read()), [
        ['banned', BOB, 1000, 'spam'],
        ['demoted', DAVE, 1000],
        ['mode', CAROL, 2000],
        ['mode', undefined, 2000],
        ['stopped', undefined, 2000],
      ]);
  });

  test('is told to those who come later, the last of each person', async () => {
    const { endings, time, asks } = await roomAt(1000);
    endings.say([
      { why: 'removed', who: BOB },
      { why: 'removed', who: CAROL },
    ]);
    time.now = 5000;
    endings.say([{ why: 'banned', who: BOB }]);
    assert.deepEqual(said(asks(DAVE)()), [5000, ['removed', CAROL, 1000], ['banned', BOB, 5000]]);
  });

  test('is told after a restart, too', async () => {
    const { endings, store } = await roomAt(1000);
    endings.say([{ why: 'banned', who: BOB, reason: 'spam' }]);
    await Promise.resolve();
    const again = await roomAt(4000, store);
    assert.deepEqual(said(again.asks(DAVE)()), [4000, ['banned', BOB, 1000, 'spam']]);
  });

  test('is forgotten after a day, on the disk as well', async () => {
    const { endings, time, asks, store } = await roomAt(1000);
    endings.say([{ why: 'removed', who: BOB }]);
    time.now += ENDING_KEPT_MS;
    assert.equal(said(asks(DAVE)()).length, 2);
    time.now += 1;
    assert.deepEqual(said(asks(DAVE)()), [time.now]);
    assert.deepEqual(said((await roomAt(time.now, store)).asks(DAVE)()), [time.now]);
  });

  test('is kept up to a bound, the newest', async () => {
    const { endings, asks } = await roomAt(1000);
    const ids = Array.from({ length: MAX_ENDINGS + 1 }, (_, n) =>
      feedIdOf(
        new Uint8Array(32)
          .fill(7)
          .with(0, n & 255)
          .with(1, n >> 8),
      ),
    );
    for (const who of ids) endings.say([{ why: 'removed', who }]);
    const kept = asks(DAVE)().flatMap((event) => (event.type === 'ending' ? [event.ending.who] : []));
    assert.deepEqual(kept, ids.slice(1));
  });

  test('is told to whoever may not see others only where it concerns them, or somebody whom they met', async () => {
    const { endings, outsiders, met, asks } = await roomAt(1000);
    outsiders.add(DAVE);
    met.add(`${DAVE} ${CAROL}`);
    const live = asks(DAVE);
    live();
    endings.say([BOB, CAROL, DAVE].map((who) => ({ why: 'banned', who })));
    endings.say([{ why: 'mode' }]);
    const heard = [
      ['banned', CAROL, 1000],
      ['banned', DAVE, 1000],
      ['mode', undefined, 1000],
    ];
    assert.deepEqual(said(live()), heard);
    assert.deepEqual(said(asks(DAVE)()), [1000, ...heard]);
    outsiders.delete(DAVE);
    endings.say([{ why: 'removed', who: BOB }]);
    assert.deepEqual(said(live()), [['removed', BOB, 1000]], 'as they stand when it is said');
  });

  test('holds where it cannot be kept', async () => {
    const store = memoryStore();
    const full = { ...store, endings: { ...store.endings, keep: () => Promise.reject(new Error('full')) } };
    const { endings, asks, faults } = await roomAt(1000, full);
    const read = asks(DAVE);
    read();
    endings.say([{ why: 'banned', who: BOB }]);
    assert.deepEqual(said(read()), [['banned', BOB, 1000]]);
    await Promise.resolve();
    assert.equal(faults.length, 1);
  });
});
