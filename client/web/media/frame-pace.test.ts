import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FramePace } from './frame-pace.ts';

/** When frames that come at these times are encoded, with what waits taken at its deadline. */
function encodedAt(pace: FramePace, arrivals: readonly number[], until: number): number[] {
  const taken: number[] = [];
  const take = (now: number) => {
    if (!pace.isDue(now)) return;
    taken.push(Math.round(now));
    pace.encoding(now);
  };
  const waitUntil = (end: number) => {
    for (let at = pace.deadline; at !== undefined && at < end; at = pace.deadline) take(at);
  };
  for (const at of arrivals) {
    waitUntil(at);
    pace.offer();
    take(at);
  }
  waitUntil(until);
  return taken;
}

const every = (ms: number, count: number) => Array.from({ length: count }, (_, place) => place * ms);

describe('the pace of pictures', () => {
  test('a source that is twice as fast is halved, and none of its pictures waits', () => {
    assert.deepEqual(encodedAt(new FramePace(15, 1e6), every(1000 / 30, 8), 260), [0, 67, 133, 200]);
  });

  test('a source of the pace itself, which trembles, loses nothing', () => {
    const arrivals = [0, 60, 133, 205, 262, 333];
    assert.deepEqual(encodedAt(new FramePace(15, 1e6), arrivals, 340), arrivals);
  });

  test('the last picture of a movement is encoded, though it came too soon after the one before', () => {
    assert.deepEqual(encodedAt(new FramePace(15, 1e6), [0, 20], 500), [0, 80]);
  });

  test('what stands still is encoded again each second', () => {
    assert.deepEqual(encodedAt(new FramePace(15, 1e6), [0], 3500), [0, 1000, 2000, 3000]);
  });

  test('nothing is encoded before there is a picture', () => {
    const pace = new FramePace(15, 1e6);
    pace.wantKey();
    assert.equal(pace.deadline, undefined);
    assert.equal(pace.isDue(1e9), false);
  });

  test('a keyframe that is wanted comes at once, of what stands still, too', () => {
    const pace = new FramePace(15, 1e6);
    pace.offer();
    pace.encoding(0);
    assert.equal(pace.isDue(10), false);
    pace.wantKey();
    assert.equal(pace.isDue(10), true);
    pace.encoding(10);
    assert.equal(pace.isKeyWanted, false);
    assert.equal(pace.isDue(20), false);
  });

  test('an encoder that writes more than it was told waits, but for keyframes', () => {
    const pace = new FramePace(10, 80_000);
    pace.offer();
    pace.encoding(0);
    pace.encoded(100_000, true, 0);
    pace.offer();
    assert.equal(pace.isDue(100), true, 'a keyframe is not held against what follows');
    pace.encoding(100);
    // Three seconds of the rate.
    pace.encoded(30_000, false, 100);
    pace.offer();
    assert.equal(pace.isDue(2000), false);
    assert.equal(pace.deadline, 2100);
    pace.wantKey();
    assert.equal(pace.isDue(2000), true);
  });
});
