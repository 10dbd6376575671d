import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FEED_BEHIND_MS, FeedLag } from './feed-lag.ts';

const at = (group: number, sequence = 0) => ({ group, sequence });

describe('who feeds a viewer is hopelessly behind', () => {
  test('when it has not brought what there was so long ago, and not before', () => {
    const lag = new FeedLag();
    lag.beat(at(7), 1_000);
    assert.equal(lag.isBehind(at(6, 99), 1_000 + FEED_BEHIND_MS - 1), false);
    assert.equal(lag.isBehind(at(6, 99), 1_000 + FEED_BEHIND_MS), true);
    assert.equal(lag.isBehind(undefined, 1_000 + FEED_BEHIND_MS), true);
    assert.equal(lag.isBehind(at(7), 1_000 + FEED_BEHIND_MS), false);
  });

  test('whatever it brings meanwhile, be it always so old', () => {
    const lag = new FeedLag();
    const behind: boolean[] = [];
    for (let second = 0; second < 40; second++) {
      lag.beat(at(second), second * 1_000);
      behind.push(lag.isBehind(at(Math.max(0, second - 20)), second * 1_000));
    }
    assert.equal(behind.indexOf(true), FEED_BEHIND_MS / 1_000 + 1);
    assert.ok(behind.slice(FEED_BEHIND_MS / 1_000 + 1).every(Boolean));
  });

  test('in a group without end, too', () => {
    const lag = new FeedLag();
    lag.beat(at(0, 7), 0);
    assert.equal(lag.isBehind(at(0, 7), FEED_BEHIND_MS), false);
    assert.equal(lag.isBehind(at(0, 6), FEED_BEHIND_MS), true);
  });

  test('and whoever takes over begins anew', () => {
    const lag = new FeedLag();
    lag.beat(at(7), 0);
    lag.began(FEED_BEHIND_MS);
    assert.equal(lag.isBehind(at(0), FEED_BEHIND_MS + 1), false);
    lag.beat(at(8), FEED_BEHIND_MS);
    assert.equal(lag.isBehind(at(0), 2 * FEED_BEHIND_MS), true);
  });

  test('by what was said: a flood of beats is remembered in few', () => {
    const lag = new FeedLag();
    for (let ms = 0; ms <= FEED_BEHIND_MS; ms += 10) lag.beat(at(ms), ms);
    assert.equal(lag.isBehind(at(0), FEED_BEHIND_MS), false, 'the first was of group 0');
    assert.equal(lag.isBehind(at(0), FEED_BEHIND_MS + 500), true);
  });
});
