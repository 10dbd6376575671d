import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import {
  MAX_LEFT_ALONE,
  MUTE_PAUSE_MS,
  NEIGHBOUR_FIRST_PAUSE_MS,
  NEIGHBOUR_LONGEST_PAUSE_MS,
  Patience,
  REFUSED_PAUSE_MS,
} from './patience.ts';

const id = feedIdOf(new Uint8Array(32));

test('who fails is left alone, each time twice as long, until they come again', () => {
  let now = 1_000;
  const patience = new Patience(() => now);
  assert.deepEqual([patience.pauseFor(id), patience.next()], [0, undefined]);
  patience.failed(id);
  assert.deepEqual(
    [patience.pauseFor(id), patience.next()],
    [NEIGHBOUR_FIRST_PAUSE_MS, NEIGHBOUR_FIRST_PAUSE_MS],
  );
  now += NEIGHBOUR_FIRST_PAUSE_MS;
  assert.deepEqual([patience.pauseFor(id), patience.next()], [0, undefined]);
  patience.failed(id);
  assert.equal(patience.pauseFor(id), 2 * NEIGHBOUR_FIRST_PAUSE_MS);
  for (let count = 0; count < 20; count++) patience.failed(id);
  assert.equal(patience.pauseFor(id), NEIGHBOUR_LONGEST_PAUSE_MS);
  patience.forget(id);
  assert.equal(patience.pauseFor(id), 0);
});

test('who refuses, or does not speak this, is not asked again when they come; only the first where it is urged', () => {
  let now = 0;
  const patience = new Patience(() => now);
  patience.refused(id);
  patience.forget(id);
  assert.equal(patience.pauseFor(id), REFUSED_PAUSE_MS);
  patience.urge(id);
  assert.equal(patience.pauseFor(id), 0);
  patience.mute(id);
  patience.forget(id);
  patience.urge(id);
  assert.equal(patience.pauseFor(id), MUTE_PAUSE_MS);
  now += MUTE_PAUSE_MS;
  assert.equal(patience.pauseFor(id), 0);
  patience.mute(id);
  patience.worked(id);
  assert.equal(patience.pauseFor(id), 0);
});

test('remembers a bounded number', () => {
  const patience = new Patience(() => 0);
  const others = Array.from({ length: MAX_LEFT_ALONE + 1 }, (_, index) => {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setUint32(0, index);
    return feedIdOf(key);
  });
  for (const how of ['failed', 'mute'] as const) {
    for (const other of others) patience[how](other);
    assert.equal(others.filter((other) => patience.pauseFor(other) === 0).length, 1, how);
  }
});
