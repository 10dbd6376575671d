import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { Met } from './met.ts';

function person(n: number) {
  return feedIdOf(new Uint8Array(32).with(0, n & 255).with(1, n >> 8));
}

test('who met is known to both, and those whom they met last longest', () => {
  const met = new Met();
  const [ana, bob, cat] = [person(1), person(2), person(3)];
  met.add(ana, bob);
  assert.ok(met.have(ana, bob) && met.have(bob, ana));
  assert.ok(!met.have(ana, cat));
  assert.deepEqual(met.people(), [ana, bob]);
  for (let n = 10; n < 300; n++) met.add(cat, person(n));
  assert.ok(met.have(cat, person(299)) && !met.have(cat, person(10)), 'a bound, the newest stay');
  assert.ok(met.have(ana, bob), 'of each person');
});

test('however many come, it stays bounded', () => {
  const met = new Met();
  for (let n = 0; n < 12_000; n += 2) met.add(person(n), person(n + 1));
  assert.equal(met.people().length, 10_000);
  assert.ok(met.have(person(11_998), person(11_999)) && !met.have(person(0), person(1)));
});
