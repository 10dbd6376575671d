import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nearnessOf } from './nearness.ts';

const HOSTS = {
  machine: [
    ...['localhost', 'a.localhost', '127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::127.0.0.1', '0:0:0:0:0:ffff:7f00:1'],
  ],
  network: [
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.1.1', '100.64.0.1'],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      'fe80::1',
      'febf::1',
      'fec0::1',
      'fc00::1',
      'fd12:3456::1',
      'ff02::1',
    ],
    ...['::ffff:192.168.1.1', '::ffff:c0a8:101', 'router', 'printer.local', 'nas.lan', 'a.home.arpa'],
  ],
  anywhere: [
    ...['192.0.2.7', '172.15.0.1', '172.32.0.1', '100.128.0.1', '9.255.255.255', '2001:db8::1'],
    ...['room.example', 'local.example', '::ffff:192.0.2.7', '64:ff9b::192.0.2.7', 'localhost.example'],
  ],
} as const;

describe('how near a host is', () => {
  for (const [nearness, hosts] of Object.entries(HOSTS))
    for (const host of hosts) test(`${host}: ${nearness}`, () => assert.equal(nearnessOf(host), nearness));
});
