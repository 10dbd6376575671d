import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FALL_PAUSE_MS, FanOut, type FanOutReport, FIRST_FAN_OUT, RISE_AFTER_MS } from './fan-out.ts';

/** Four children, to whom all goes well. */
const WELL: FanOutReport = {
  children: 4,
  sentBytesPerSecond: 400,
  shareBytesPerSecond: 100,
  oldestQueueMs: [10, 20, 10, 10],
  lagMs: 5,
};

function fanOut(most = 16): FanOut {
  return new FanOut({ mayForward: () => true, most });
}

/** Reports the same for a while, four times a second, and answers the capacity. */
function run(target: FanOut, report: FanOutReport, from: number, ms: number): number {
  for (let now = from; now <= from + ms; now += 250) target.report(report, now);
  return target.capacity;
}

describe('how many somebody may feed', () => {
  test('rule 21: nobody, where it may not forward; at most what is said', () => {
    let may = true;
    const phone = new FanOut({ mayForward: () => may, most: 16 });
    assert.equal(phone.capacity, FIRST_FAN_OUT);
    may = false;
    assert.equal(phone.capacity, 0);
    assert.equal(phone.report(WELL, 0), 0);
    assert.equal(fanOut(2).capacity, 2);
  });

  test('rule 22: it falls to what went through when several queues grow at once, and again only after a while', () => {
    const target = fanOut();
    const grown = { ...WELL, sentBytesPerSecond: 290, oldestQueueMs: [900, 800, 700, 10] };
    assert.equal(target.report(grown, 0), 2);
    assert.equal(run(target, grown, 250, FALL_PAUSE_MS - 500), 2);
    assert.equal(target.report({ ...grown, children: 2, oldestQueueMs: [900, 800] }, FALL_PAUSE_MS), 1);
  });

  test('rule 22: one slow child is slow itself', () => {
    assert.equal(run(fanOut(), { ...WELL, oldestQueueMs: [5_000, 10, 10, 10] }, 0, 10_000), FIRST_FAN_OUT);
    const one = { ...WELL, children: 1, oldestQueueMs: [5_000] };
    assert.equal(run(fanOut(), one, 0, 10_000), FIRST_FAN_OUT);
  });

  test('rule 23: it falls when the machine has no time', () => {
    assert.equal(fanOut().report({ ...WELL, lagMs: 900 }, 0), 2);
    const alone = { ...WELL, children: 0, oldestQueueMs: [], lagMs: 900 };
    assert.equal(fanOut().report(alone, 0), FIRST_FAN_OUT);
  });

  test('rule 24: it rises by one after a while with every place taken and all well, up to the most', () => {
    const target = fanOut(5);
    assert.equal(run(target, WELL, 0, RISE_AFTER_MS - 250), 4);
    assert.equal(run(target, WELL, RISE_AFTER_MS, 0), 5);
    assert.equal(run(target, { ...WELL, children: 5 }, RISE_AFTER_MS, 60_000), 5);
    const free = fanOut();
    assert.equal(run(free, { ...WELL, children: 3 }, 0, 60_000), 4);
  });

  test('rule 24: after a fall it waits longer before it rises', () => {
    const target = fanOut();
    target.report({ ...WELL, oldestQueueMs: [900, 900, 900, 900], sentBytesPerSecond: 300 }, 0);
    const well = { ...WELL, children: 3, oldestQueueMs: [1, 1, 1] };
    assert.equal(run(target, well, 250, 2 * RISE_AFTER_MS - 250), 3);
    assert.equal(run(target, well, 2 * RISE_AFTER_MS + 250, 0), 4);
  });
});
