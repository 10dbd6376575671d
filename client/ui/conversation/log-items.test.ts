import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstUnread, isNearEnd, logItems, type Placed, spanAround } from './log-items.ts';

const NOON = new Date(2026, 2, 3, 12).getTime();
const MINUTE = 60_000;

const said = (id: string, author: string, minutes = 0): Placed => ({
  id,
  author,
  at: NOON + minutes * MINUTE,
  mine: author === 'me',
});

const linesOf = (entries: readonly Placed[], firstNew?: string) =>
  logItems(entries, firstNew).map((item) =>
    item.kind === 'message' ? `${item.isFirst ? `${item.entry.author}: ` : ''}${item.id}` : item.kind,
  );

describe('the lines of a log', () => {
  test('name an author once for what they say in a row', () => {
    const entries = [said('a', 'bob'), said('b', 'bob', 1), said('c', 'me', 2), said('d', 'bob', 3)];
    assert.deepEqual(linesOf(entries), ['day', 'bob: a', 'b', 'me: c', 'bob: d']);
  });

  test('name them again after a pause and on another day', () => {
    const entries = [said('a', 'bob'), said('b', 'bob', 6), said('c', 'bob', 12 * 60 + 1)];
    assert.deepEqual(linesOf(entries), ['day', 'bob: a', 'bob: b', 'day', 'bob: c']);
  });

  test('say where the new begins', () => {
    const entries = [said('a', 'bob'), said('b', 'bob', 1)];
    assert.deepEqual(linesOf(entries, 'b'), ['day', 'bob: a', 'new', 'bob: b']);
    assert.deepEqual(linesOf(entries, 'gone'), ['day', 'bob: a', 'b']);
  });

  test('of nothing are none', () => {
    assert.deepEqual(linesOf([]), []);
  });
});

test('the first unread message is counted from the end, over those of others', () => {
  const entries = [said('a', 'bob'), said('b', 'bob'), said('c', 'me'), said('d', 'bob')];
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((unread) => firstUnread(entries, unread)),
    [undefined, 'd', 'b', 'a', undefined],
  );
});

describe('what is rendered of a long log', () => {
  test('is its end, or what is around a line, and never more than a span', () => {
    assert.deepEqual(spanAround(10, 'end'), { start: 0, end: 10 });
    assert.deepEqual(spanAround(10_000, 'end'), { start: 9_760, end: 10_000 });
    assert.deepEqual(spanAround(10_000, 5_000), { start: 4_880, end: 5_120 });
    assert.deepEqual(spanAround(10_000, 0), { start: 0, end: 240 });
    assert.deepEqual(spanAround(10_000, 9_999), { start: 9_760, end: 10_000 });
  });

  test('is another part once its end comes near, where there is more', () => {
    const span = spanAround(10_000, 5_000);
    assert.equal(isNearEnd(span, 10_000, 5_000), false);
    assert.equal(isNearEnd(span, 10_000, 4_900), true);
    assert.equal(isNearEnd(span, 10_000, 5_100), true);
    assert.equal(isNearEnd({ start: 0, end: 10 }, 10, 0), false);
    assert.equal(isNearEnd({ start: 0, end: 10 }, 10, 9), false);
  });
});
