import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeedId, feedIdOf } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { LINES_AT_ONCE, LINES_PER_SECOND, LinePaces, MAX_LINE_PACES } from './line-paces.ts';

/** The id of the nth person. */
function person(n: number): FeedId {
  const key = new Uint8Array(32).fill(9);
  new DataView(key.buffer).setUint32(0, n);
  return feedIdOf(key);
}

test('somebody opens a few lines at once, then one now and then, whatever others do', () => {
  const clock = new VirtualClock(1_000);
  const paces = new LinePaces(clock);
  const opened = (id: FeedId, tries = 50) =>
    Array.from({ length: tries }, () => paces.mayOpen(id)).filter((may) => may).length;
  assert.equal(opened(person(1)), LINES_AT_ONCE);
  assert.equal(opened(person(2)), LINES_AT_ONCE);
  clock.advance(1_000 / LINES_PER_SECOND);
  assert.equal(opened(person(1)), 1);
  for (let n = 0; n < MAX_LINE_PACES - 1; n++) opened(person(100 + n), 1);
  assert.equal(opened(person(1)), 0, 'it is remembered of so many');
});
