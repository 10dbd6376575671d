import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { readIceServers, readIceUrl } from './ice-servers.ts';
import { metadataSchema } from './metadata.ts';

const STUN = { urls: ['stun:room.example:3478'] };
const TURN = {
  urls: ['turn:room.example', 'turns:room.example:443?transport=tcp'],
  username: '1:a',
  credential: 'b',
};

describe('the URL of a STUN or TURN server', () => {
  for (const [text, scheme, host, port, transport] of [
    ['stun:room.example', 'stun', 'room.example', 3478, 'udp'],
    ['STUN:Room.Example:1', 'stun', 'room.example', 1, 'udp'],
    ['stun:[2001:db8::1]:65535', 'stun', '2001:db8::1', 65_535, 'udp'],
    ['turn:192.0.2.7', 'turn', '192.0.2.7', 3478, 'udp'],
    ['turn:room.example:80?transport=tcp', 'turn', 'room.example', 80, 'tcp'],
    ['turn:room.example?transport=udp', 'turn', 'room.example', 3478, 'udp'],
    ['turns:room.example', 'turns', 'room.example', 5349, 'tcp'],
  ] as const) {
    test(text, () => assert.deepEqual(readIceUrl(text), { scheme, host, port, transport }));
  }

  for (const text of [
    ...['', 'stun:', 'stun://room.example', 'stun:room.example:0', 'stun:room.example:65536', 'stun:a b'],
    ...[
      'stun:room.example?transport=udp',
      'turn:room.example?transport=sctp',
      'turn:room.example?x',
      'stuns:a',
    ],
    ...[
      'turn:user@room.example',
      'turn:[room.example]',
      'turn:2001:db8::1',
      'turn:room.example/',
      'https://a',
    ],
    ...['stun:[:::::]:1', 'stun:[1.2.3.4:]', 'turn:[.:.]:9', 'stun:[1::2::3]', 'stun:[2001:db8::1]:'],
    ...['stun:a..b', 'stun:999.999.999.999', 'stun:0x7f.1', 'stun:1.0x', 'stun:2130706433', 'stun:01.2.3.4'],
    ...['stun:room.example:', 'stun:.', 'stun:-a', 'javascript:alert(1)', `stun:${'a'.repeat(300)}`],
  ]) {
    test(`${JSON.stringify(text).slice(0, 40)} is none`, () => assert.equal(readIceUrl(text), undefined));
  }
});

describe('the servers that a room names', () => {
  test('are read as far as they can be used', () => {
    assert.deepEqual(readIceServers([STUN, TURN]), [STUN, TURN]);
    assert.deepEqual(readIceServers([{ urls: 'stun:a', username: null, extra: 1 }]), [{ urls: ['stun:a'] }]);
    assert.deepEqual(readIceServers([{ urls: ['stun:a', 'http://b', 7] }]), [{ urls: ['stun:a'] }]);
  });

  test('TURN without credentials, or with words that no browser takes, is none', () => {
    for (const words of [{}, { username: 'a' }, { credential: 'b' }, { username: '', credential: 'b' }])
      assert.deepEqual(readIceServers([{ urls: 'turn:a', ...words }]), []);
    for (const username of ['x'.repeat(257), 'a\u0000', 'é', 7])
      assert.deepEqual(readIceServers([{ urls: 'turn:a', username, credential: 'b' }]), []);
  });

  test('are at most four, with four URLs each', () => {
    const urls = Array.from({ length: 9 }, (_, index) => `stun:host${index}`);
    const servers = Array.from({ length: 9 }, () => ({ urls }));
    const read = readIceServers(servers);
    assert.equal(read.length, 4);
    assert.ok(read.every((server) => server.urls.length === 4));
  });

  test('whatever a room says, only STUN and TURN are left, and the room stays one', () => {
    const said = fc.oneof(
      fc.anything(),
      fc.array(
        fc.record(
          {
            urls: fc.oneof(
              fc.string(),
              fc.anything(),
              fc.array(fc.constantFrom('stun:a', 'turn:b', 'turns:c', 'x:d', 7)),
            ),
            username: fc.option(fc.string()),
            credential: fc.option(fc.string()),
          },
          { requiredKeys: [] },
        ),
      ),
    );
    fc.assert(
      fc.property(said, (ice) => {
        const { ice: read = [], ...rest } = v.parse(metadataSchema, { name: 'r', ice });
        assert.deepEqual(rest, { name: 'r', membership: false, features: ['tunnel'] });
        for (const { urls, username, credential } of read) {
          assert.ok(urls.length > 0);
          for (const url of urls) assert.match(url, /^(stun|turns?):[a-z]$/);
          if (urls.some((url) => url.startsWith('turn'))) assert.ok(username && credential);
        }
        assert.deepEqual(readIceServers(read), read);
      }),
      { numRuns: 1_000 },
    );
  });
});
