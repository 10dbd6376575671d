import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Reach, reachOf } from './reach.ts';

const HOSTS: Readonly<Record<Reach, readonly string[]>> = {
  here: ['localhost', '127.0.0.1', '127.3.2.1', '::1', '[::1]'],
  network: [
    '192.168.1.7',
    '10.1.2.3',
    '172.31.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '[fe80::1]',
    'fd00::1',
    'box',
    'box.local',
  ],
  world: ['room.example', '203.0.113.7', '172.32.0.1', '[2001:db8::1]'],
};

describe('from where a host can be reached', () => {
  for (const [reach, hosts] of Object.entries(HOSTS)) {
    test(reach, () => {
      for (const host of hosts) assert.equal(reachOf(host), reach, host);
    });
  }
});
