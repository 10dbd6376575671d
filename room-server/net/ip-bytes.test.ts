import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipBytes } from './ip-bytes.ts';

const hex = (host: string) => Buffer.from(ipBytes(host) ?? []).toString('hex');

test('addresses are their bytes, however they are written; names have none', () => {
  assert.equal(hex('192.0.2.7'), 'c0000207');
  assert.equal(hex('::1'), '00000000000000000000000000000001');
  assert.equal(hex('0:0:0:0:0:0:0:1'), hex('::1'));
  assert.equal(hex('2001:db8::8a2e:370:7334'), '20010db80000000000008a2e03707334');
  assert.equal(hex('2001:DB8:0:0:0:8A2E:370:7334'), hex('2001:db8::8a2e:370:7334'));
  assert.equal(hex('::ffff:192.0.2.7'), '00000000000000000000ffffc0000207');
  assert.equal(hex('::'), '0'.repeat(32));
  assert.equal(ipBytes('room.example'), undefined);
});
