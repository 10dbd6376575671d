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
  assert.equal(exposures.isStale(FAR, undefined), false);
  exposures.hide();
  assert.deepEqual([late.signal.aborted, exposures.isStale(FAR, undefined)], [true, true]);
  const next = exposures.begin(FAR);
  assert.equal(next.signal.aborted, false);
  open.end();
  late.end(1_000);
  clock.advance(999);
  assert.equal(exposures.isStale(FAR, undefined), true);
  clock.advance(1);
  assert.equal(exposures.isStale(FAR, undefined), false);
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

test('where it is seen which way a connection goes, no time is over before the address may be shown again', () => {
  const clock = new VirtualClock();
  const exposures = new Exposures(clock);
  const isStale = () => [true, false, undefined].map((isRelayed) => exposures.isStale(FAR, isRelayed));
  exposures.begin(FAR).end(1_000);
  assert.deepEqual(isStale(), [false, false, false]);
  exposures.hide();
  assert.deepEqual(isStale(), [false, true, true]);
  clock.advance(60_000);
  assert.deepEqual(isStale(), [false, true, false]);
  exposures.begin(FAR);
  exposures.hide();
  exposures.show();
  assert.deepEqual(isStale(), [false, false, false]);
});
