import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BEAT_MS, Heartbeat, SILENCE_MS } from './heartbeat.ts';

/** Ticks from one time to another as the clock does, and when a search was due. */
function searches(heart: Heartbeat, from: number, until: number): number[] {
  const due: number[] = [];
  for (let now = from + BEAT_MS; now <= until; now += BEAT_MS) if (heart.tick(now).search) due.push(now);
  return due;
}

describe('a heartbeat', () => {
  test('searches after 1.5 s of silence, then less and less often', () => {
    const heart = new Heartbeat(0, false);
    assert.deepEqual(searches(heart, 0, 120_000), [1500, 4500, 10_500, 22_500, 46_500, 76_500, 106_500]);
  });

  test('the polite end lets the other search first', () => {
    assert.deepEqual(searches(new Heartbeat(0, true), 0, 3000), [2000]);
    const told = new Heartbeat(0, true);
    assert.deepEqual(searches(told, 0, 1500), []);
    told.searched(1500);
    assert.deepEqual(searches(told, 1500, 5000), [4500]);
  });

  test('whatever is heard begins the wait anew', () => {
    const heart = new Heartbeat(0, false);
    assert.deepEqual(searches(heart, 0, 1400), []);
    heart.heard(1400);
    assert.equal(heart.tick(1500).isSilent, false);
    assert.deepEqual(searches(heart, 1500, 3000), [2900]);
    heart.heard(3000);
    assert.deepEqual(searches(heart, 3000, 4500), [4500], 'and the pauses, too');
  });

  test('a machine that slept does not take the far end for gone', () => {
    const heart = new Heartbeat(0, false);
    searches(heart, 0, 1000);
    const tick = heart.tick(60_000);
    assert.deepEqual(tick, { search: false, isSilent: false });
    assert.deepEqual(searches(heart, 60_000, 62_000), [61_500]);
  });

  test('but does not forget that it was silent before', () => {
    const heart = new Heartbeat(0, false);
    searches(heart, 0, 2000);
    assert.deepEqual(heart.tick(60_000), { search: true, isSilent: true });
  });

  test('a page whose timers run once a second hears what is answered', () => {
    const [hidden, shown] = [new Heartbeat(0, false), new Heartbeat(0, false)];
    for (let now = 0; now < 20_000; now += BEAT_MS) {
      if (now % 1000 === 0) {
        assert.equal(hidden.tick(now).search, false);
        hidden.sent(now);
        shown.heard(now);
        if (shown.owesAnswer(now)) hidden.heard(now);
      }
      assert.equal(shown.tick(now).search, false);
      shown.sent(now);
      if (hidden.owesAnswer(now)) {
        hidden.sent(now);
        shown.heard(now);
      }
      hidden.heard(now);
    }
    assert.ok(hidden.owesAnswer(30_000));
  });

  test('a change of the network makes a search due that waits', () => {
    const heart = new Heartbeat(0, false);
    searches(heart, 0, 11_000);
    heart.hurry(11_000);
    assert.deepEqual(searches(heart, 11_000, 15_000), [11_100, 14_100]);
    const well = new Heartbeat(0, false);
    well.hurry(100);
    assert.deepEqual(searches(well, 100, SILENCE_MS - BEAT_MS), []);
  });
});
