import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEAST_FED } from '../share-limits.ts';
import { OwnFanOut } from './own-fan-out.ts';

const slow = {
  children: 4,
  sentBytesPerSecond: 1,
  shareBytesPerSecond: 100,
  oldestQueueMs: [900, 900, 900, 900],
  lagMs: 0,
};

test('a sharer whose uplink bears nothing feeds some all the same, though no more than it was told', () => {
  const [free, told] = [new OwnFanOut(), new OwnFanOut(1)];
  const first = free.capacity;
  for (let now = 0; now < 60_000; now += 250) for (const fanOut of [free, told]) fanOut.report(slow, now);
  assert.ok(first > LEAST_FED);
  assert.deepEqual([free.capacity, told.capacity], [LEAST_FED, 1]);
});
