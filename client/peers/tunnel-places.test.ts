import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { KeptPeople } from './kept-people.ts';
import { MAX_STRANGER_TUNNELS, MAX_TUNNELS_PER_STRANGER } from './peer-limits.ts';
import { TunnelPlaces } from './tunnel-places.ts';

const person = (n: number) => feedIdOf(new Uint8Array(32).fill(7).with(0, n));

test('strangers have so many tunnels, beside those of whoever is wanted here', () => {
  const kept = new KeptPeople();
  const places = new TunnelPlaces({ now: () => 0, isKept: (id) => kept.has(id) });
  const isTaken = (n: number) => !('sentence' in places.take(person(n), false));
  for (let n = 0; n < MAX_STRANGER_TUNNELS; n++) assert.ok(isTaken(n));
  assert.ok(!isTaken(100), 'all places are taken');
  const wanted = [kept.keep(person(0)), kept.keep(person(100))];
  assert.ok(isTaken(100), 'who is wanted has one all the same');
  assert.ok(isTaken(101), 'and who had one takes it no more');
  assert.ok(!isTaken(102));
  for (let n = 1; n < MAX_TUNNELS_PER_STRANGER; n++) assert.ok(isTaken(100));
  assert.ok(!isTaken(100), 'nobody has tunnels without end');
  for (const each of wanted) each[Symbol.dispose]();
  assert.ok(!isTaken(102));
});
