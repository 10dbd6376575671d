import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { networkOf, siteOf } from './ip-address.ts';
import { Paces } from './paces.ts';

/** How many of these addresses are let through at once. */
function allowed(paces: Paces, addresses: readonly string[]): number {
  return addresses.filter((address) => paces.allows(address)).length;
}

test('addresses of one network have one pace, and networks of one site, where it counts by these', () => {
  const addresses = Array.from({ length: 50 }, (_, network) => `2001:db8:1:${network.toString(16)}::1`);
  const clock = new VirtualClock();
  // A bucket lets one more pass than it holds.
  assert.equal(allowed(new Paces(1, 4, clock), addresses), 50);
  assert.equal(allowed(new Paces(1, 4, clock, siteOf), addresses), 5);
  assert.equal(allowed(new Paces(1, 4, clock, siteOf), ['2001:db8:1::1', '2001:db8:2::1']), 2);
  assert.deepEqual(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1'].map(siteOf), [
    '192.0.2.7',
    '192.0.2.7',
    '2001:db8:0',
  ]);
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0');
});
