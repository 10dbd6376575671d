import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { FAR } from '../testing/test-lines.ts';
import { Exposures } from './exposures.ts';

test('what was begun before the address was hidden is stale until it is over, and nothing else is', () => {
  const clock = new VirtualClock();
  const exposures = new Exposures(clock);
  const [over, late, open] = [exposures.begin(FAR), exposures.begin(FAR), exposures.begin(FAR)];
  over.end();
  assert.equal(exposures.isStale(FAR), false);
  exposures.hide();
  assert.deepEqual([late.signal.aborted, exposures.isStale(FAR)], [true, true]);
  const next = exposures.begin(FAR);
  assert.equal(next.signal.aborted, false);
  open.end();
  late.end(1_000);
  clock.advance(999);
  assert.equal(exposures.isStale(FAR), true);
  clock.advance(1);
  assert.equal(exposures.isStale(FAR), false);
});

test('what is to be known of the rooms is asked again where the address was hidden meanwhile', async () => {
  const exposures = new Exposures(new VirtualClock());
  let asked = 0;
  const answer = await exposures.latest(async () => {
    if (++asked < 3) exposures.hide();
    return asked;
  });
  assert.deepEqual([answer, asked], [3, 3]);
});
