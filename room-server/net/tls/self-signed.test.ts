import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_NAMES, makeSelfSigned } from './self-signed.ts';

const NOW = Date.UTC(2030, 0, 15, 12);
const DAY_MS = 86_400_000;
const NAMES = ['room.example', 'localhost', '192.0.2.7', '::1', '2001:db8::7'];

describe('a certificate of our own', async () => {
  const made = await makeSelfSigned(NAMES, NOW);
  const { leaf } = made;

  test('names hosts and addresses, each as what it is', () => {
    assert.equal(
      leaf.subjectAltName,
      'DNS:room.example, DNS:localhost, IP Address:192.0.2.7, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:0:7',
    );
    assert.equal(leaf.checkHost('room.example'), 'room.example');
    assert.equal(leaf.checkIP('2001:db8::7'), '2001:db8::7');
    assert.equal(leaf.checkHost('other.example'), undefined);
    assert.equal(leaf.checkIP('192.0.2.8'), undefined);
  });

  test('is valid now, and no longer than any system takes', () => {
    const [from, to] = [leaf.validFromDate.getTime(), leaf.validToDate.getTime()];
    assert.ok(from < NOW && NOW < to);
    assert.equal((to - from) / DAY_MS, 397);
  });

  test('is for servers, on P-256, and vouches for itself alone', () => {
    assert.equal(leaf.ca, false);
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    assert.equal(leaf.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.ok(leaf.verify(leaf.publicKey));
    assert.match(leaf.serialNumber, /^[4-7][0-9A-F]{31}$/);
  });

  test('is another each time', async () => {
    const other = await makeSelfSigned(NAMES, NOW);
    assert.notEqual(other.leaf.serialNumber, leaf.serialNumber);
    assert.notEqual(other.key, made.key);
  });

  test('leaves out names beyond what a handshake should carry', async () => {
    const many = Array.from({ length: MAX_NAMES + 5 }, (_, at) => `h${at}.example`);
    const { leaf: large } = await makeSelfSigned(many, NOW);
    assert.equal(large.subjectAltName?.split(', ').length, MAX_NAMES);
    assert.ok(large.checkHost('h0.example'));
  });
});
