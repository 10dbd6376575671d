import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, Refused } from '@open-rooms/protocol';
import fc from 'fast-check';
import { Addresses, type AddressParts, addressTexts, aliasAddress, webAddress } from './addresses.ts';

const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

function addresses(parts: Partial<AddressParts> = {}): Addresses {
  return new Addresses({
    id: feedIdOf(new Uint8Array(32)),
    publicHost: null,
    boundTo: null,
    ownHost: () => '198.51.100.7',
    ports: () => ({ net: 8008, http: 3000 }),
    https: false,
    ...parts,
  });
}

describe('the addresses for a request', () => {
  const good: [header: string, host: string, net: string, ws: string][] = [
    ['room.example', 'room.example', 'net:room.example:8008', 'ws://room.example:3000'],
    ['Room.Example:3000', 'room.example', 'net:room.example:8008', 'ws://room.example:3000'],
    ['localhost:41002', 'localhost', 'net:localhost:8008', 'ws://localhost:3000'],
    ['192.0.2.7:80', '192.0.2.7', 'net:192.0.2.7:8008', 'ws://192.0.2.7:3000'],
    ['[2001:db8::1]:3000', '2001:db8::1', 'net:2001:db8::1:8008', 'ws://[2001:db8::1]:3000'],
    ['[::1]', '::1', 'net:::1:8008', 'ws://[::1]:3000'],
  ];
  for (const [header, host, net, ws] of good) {
    test(`Host "${header}"`, () => {
      const found = addresses().forRequest(header);
      assert.equal(found.host, host);
      assert.deepEqual(addressTexts(found), [`${net}~shs:${KEY}`, `${ws}~shs:${KEY}`]);
    });
  }

  const hostile = [
    ...[
      '',
      ' ',
      'a b',
      'room.example/path',
      'room.example@evil.example',
      'a,b',
      '"><script>',
      'room~shs:x',
      'a;b',
    ],
    ...[
      'room.example:port',
      'room.example:70000',
      'room.example:',
      'room..example',
      '-room.example',
      '[::1',
      '::1]',
    ],
    ...['[::1%25eth0]', '[1.2.3.4]', '1.2.3', '256.1.1.1', '01.2.3.4', '0x0', '0x7f.0x1', 'a'.repeat(254)],
    ...[
      '0.0.0.0',
      '0.0.0.0:3000',
      '[::]',
      '[::]:3000',
      '[0:0:0:0:0:0:0:0]',
      '[::ffff:0.0.0.0]',
      '[::0.0.0.0]',
    ],
  ];
  for (const header of hostile) {
    test(`refuses Host ${JSON.stringify(header).slice(0, 40)}`, () => {
      assert.throws(
        () => addresses().forRequest(header),
        (error) => error instanceof Refused && error.code === 'bad-argument',
      );
    });
  }

  test('any header gives a host of plain characters or a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a0.:[]-_~;,!/"<% é\0') }), (header) => {
        try {
          assert.match(addresses().forRequest(header).host, /^[a-z0-9._:-]+$/);
        } catch (error) {
          assert.ok(error instanceof Refused, String(error));
        }
      }),
    );
  });

  test('a configured host wins over whatever the request says', () => {
    const configured = addresses({ publicHost: 'room.example' });
    assert.equal(configured.forRequest('evil.example').host, 'room.example');
    assert.equal(configured.forRequest('"><script>').host, 'room.example');
  });

  test('over TLS the WebSocket address says wss', () => {
    const [, ws] = addressTexts(addresses({ https: true }).forRequest('room.example'));
    assert.equal(ws, `wss://room.example:3000~shs:${KEY}`);
  });
});

describe('the addresses at start', () => {
  const cases: [bound: string | null, own: string | undefined, host: string][] = [
    ['127.0.0.1', '198.51.100.7', '127.0.0.1'],
    ['localhost', '198.51.100.7', '127.0.0.1'],
    ['::1', '198.51.100.7', '::1'],
    ['192.0.2.7', '198.51.100.7', '192.0.2.7'],
    ['0.0.0.0', '198.51.100.7', '198.51.100.7'],
    ['::', '198.51.100.7', '198.51.100.7'],
    [null, 'host-of-mine', 'host-of-mine'],
    [null, undefined, '127.0.0.1'],
  ];
  for (const [boundTo, own, host] of cases) {
    test(`bound to ${boundTo ?? 'all interfaces'}, own host ${own ?? 'unknown'}: ${host}`, () => {
      assert.equal(addresses({ boundTo, ownHost: () => own }).atStart().host, host);
    });
  }

  test('a configured host wins', () => {
    assert.equal(
      addresses({ publicHost: 'room.example', boundTo: '127.0.0.1' }).atStart().host,
      'room.example',
    );
  });

  test('ports are those of the moment', () => {
    const ports = { net: 0, http: 0 };
    const late = addresses({ ports: () => ports, boundTo: '127.0.0.1' });
    ports.net = 41_001;
    assert.equal(addressTexts(late.atStart())[0], `net:127.0.0.1:41001~shs:${KEY}`);
  });
});

describe('where the pages are', () => {
  const cases: [publicHost: string, http: number, https: boolean, address: string][] = [
    ['room.example', 3000, false, 'http://room.example:3000'],
    ['room.example', 80, false, 'http://room.example'],
    ['room.example', 443, false, 'http://room.example:443'],
    ['room.example', 443, true, 'https://room.example'],
    ['room.example', 80, true, 'https://room.example:80'],
    ['2001:db8::1', 3000, false, 'http://[2001:db8::1]:3000'],
    ['2001:db8::1', 443, true, 'https://[2001:db8::1]'],
  ];
  for (const [publicHost, http, https, address] of cases) {
    test(address, () => {
      const room = addresses({ publicHost, https, ports: () => ({ net: 8008, http }) });
      assert.equal(webAddress(room.atStart()), address);
      assert.ok(URL.canParse(address));
    });
  }
});

test('an alias is below the pages, or a name below the host', () => {
  const room = addresses({ publicHost: 'room.example', https: true }).atStart();
  assert.equal(aliasAddress(room, 'bob', false), 'https://room.example:3000/alias/bob');
  assert.equal(aliasAddress(room, 'bob', true), 'https://bob.room.example:3000');
});

test('behind a proxy browsers are told where that is, and apps the port of the room', () => {
  const publicWeb = { secure: true, host: 'room.example', port: 443 };
  const found = addresses({ publicHost: 'room.example', publicWeb }).forRequest('other.example');
  assert.equal(webAddress(found), 'https://room.example');
  assert.deepEqual(addressTexts(found), [
    `net:room.example:8008~shs:${KEY}`,
    `wss://room.example:443~shs:${KEY}`,
  ]);
});
