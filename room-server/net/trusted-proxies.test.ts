import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readProxyRange } from '../config/proxy-range.ts';
import { TrustedProxies } from './trusted-proxies.ts';

const PROXY = '10.0.0.1';
const RANGES = [PROXY, '192.168.0.0/16', 'loopback', '2001:db8::/64'];
const ranges = RANGES.flatMap((range) => readProxyRange(range) ?? []);
const HEADERS = ['x-forwarded-for', 'forwarded'] as const;
const proxies = {
  'x-forwarded-for': new TrustedProxies(ranges, 'x-forwarded-for'),
  forwarded: new TrustedProxies(ranges, 'forwarded'),
};

/** Whom a request is of that has this header, where it is the one that the proxies write. */
function caller(headers: Record<string, string | string[]>, remote = PROXY): string {
  const [written] = HEADERS.filter((header) => headers[header] !== undefined);
  return proxies[written ?? 'x-forwarded-for'].callerOf(remote, headers);
}

describe('whoever asks through a trusted proxy', () => {
  test('is whom it names, in every form that proxies write', () => {
    const forms: [string, string][] = [
      ['192.0.2.7', '192.0.2.7'],
      ['192.0.2.7:4711', '192.0.2.7'],
      ['2001:db9::7', '2001:db9::7'],
      ['[2001:db9::7]', '2001:db9::7'],
      ['[2001:db9::7]:4711', '2001:db9::7'],
      ['"[2001:db9::7]:4711"', '2001:db9::7'],
      ['::ffff:192.0.2.7', '192.0.2.7'],
    ];
    for (const [form, address] of forms) {
      assert.equal(caller({ 'x-forwarded-for': form }), address, form);
      assert.equal(caller({ forwarded: `proto=https;for=${form};by=10.0.0.1` }), address, form);
    }
  });

  test('is the last that is no proxy of ours: what stands before may be invented', () => {
    assert.equal(caller({ 'x-forwarded-for': '203.0.113.9, 192.0.2.7, 192.168.3.4' }), '192.0.2.7');
    assert.equal(caller({ 'x-forwarded-for': ['203.0.113.9', '192.0.2.7'] }), '192.0.2.7');
    assert.equal(caller({ forwarded: 'for=203.0.113.9, For="192.0.2.7:99"' }), '192.0.2.7');
  });

  test('is the proxy itself, where it names nobody that can be read', () => {
    for (const entry of ['unknown', '_hidden', '', 'room.example', '300.1.1.1', '192.0.2.7, unknown'])
      assert.equal(caller({ 'x-forwarded-for': entry }), PROXY, entry);
    assert.equal(caller({ forwarded: 'proto=https' }), PROXY);
  });

  test('is whom the one header names that the proxies write: the other may be invented', () => {
    const both = { 'x-forwarded-for': '192.0.2.7', forwarded: 'for=203.0.113.9' };
    assert.equal(proxies['x-forwarded-for'].callerOf(PROXY, both), '192.0.2.7');
    assert.equal(proxies.forwarded.callerOf(PROXY, both), '203.0.113.9');
    for (const header of HEADERS) {
      const { [header]: _, ...other } = both;
      assert.equal(proxies[header].callerOf(PROXY, other), PROXY, `without ${header}`);
    }
  });

  test('is the socket’s other end, where that is no proxy of ours', () => {
    assert.equal(caller({ 'x-forwarded-for': '192.0.2.7' }, '203.0.113.1'), '203.0.113.1');
    assert.equal(caller({ 'x-forwarded-for': '192.0.2.7' }, '::ffff:127.0.0.1'), '192.0.2.7');
    assert.equal(
      new TrustedProxies([], 'x-forwarded-for').callerOf('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }),
      '127.0.0.1',
    );
  });

  test('is somebody whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, isStandard) => {
        assert.notEqual(caller({ [isStandard ? 'forwarded' : 'x-forwarded-for']: text }), '');
      }),
    );
  });
});

test('a range of proxies is read, or it is none', () => {
  for (const text of ['loopback', 'private', '10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])
    assert.ok(readProxyRange(text), text);
  for (const text of [
    '',
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0/8',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    'toString',
  ])
    assert.equal(readProxyRange(text), undefined, text);
});
