import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, writeOpenRoomInvite } from '@open-rooms/protocol';
import fc from 'fast-check';
import { type Destination, dialable, readDestination } from './destination.ts';
import { JoinError } from './join-error.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const id = feedIdOf(Buffer.alloc(32, 7));
const tcp = { transport: 'net', host: 'room.example', port: 8008, key: id } as const;
const bob = { label: 'bob', host: 'room.example' };

describe('what people paste', () => {
  const address = `net:room.example:8008~shs:${key}`;
  const cases: readonly [text: string, meant: Destination][] = [
    [address, { kind: 'addresses', addresses: [tcp] }],
    [` ${address}\n`, { kind: 'addresses', addresses: [tcp] }],
    ['room.example', { kind: 'host', place: { host: 'room.example' } }],
    ['Room.Example:3000', { kind: 'host', place: { host: 'room.example', port: 3000 } }],
    ['localhost', { kind: 'host', place: { host: 'localhost' } }],
    ['192.0.2.1', { kind: 'host', place: { host: '192.0.2.1' } }],
    ['[2001:db8::1]:3000', { kind: 'host', place: { host: '2001:db8::1', port: 3000 } }],
    ['https://room.example/', { kind: 'host', place: { host: 'room.example' } }],
    ['http://room.example:3000', { kind: 'host', place: { host: 'room.example', port: 3000 } }],
    ['http://room.example:3000/room', { kind: 'host', place: { host: 'room.example', port: 3000 } }],
    ['https://other.example/room/room.example?lang=fr', { kind: 'host', place: { host: 'room.example' } }],
    ['https://other.example/room/@bob@room.example', { kind: 'alias', alias: bob }],
    [
      `https://room.example/room#invite=${encodeURIComponent(address)}`,
      { kind: 'addresses', addresses: [tcp] },
    ],
    ['bob.room.example', { kind: 'host', place: { host: 'bob.room.example' }, maybe: bob }],
    ['@bob@room.example', { kind: 'alias', alias: bob }],
    ['@bob:room.example', { kind: 'alias', alias: bob }],
    ['@Bob@room.example:3000', { kind: 'alias', alias: { ...bob, port: 3000 } }],
    ['https://room.example/alias/bob', { kind: 'alias', alias: bob }],
    ['http://room.example/alias/bob', { kind: 'alias', alias: { ...bob, plainHttp: true } }],
  ];
  for (const [text, meant] of cases) {
    test(JSON.stringify(text.slice(0, 48)), () => assert.deepEqual(readDestination(text), meant));
  }

  test('an open invite, by its addresses', () => {
    const read = readDestination(writeOpenRoomInvite([tcp]));
    assert.equal(read.kind, 'addresses');
    assert.deepEqual('addresses' in read && read.addresses, [tcp]);
  });

  test("a pub's invite, with its seed", () => {
    const seed = Buffer.alloc(32, 9);
    const read = readDestination(`room.example:8008:${id}~${seed.toString('base64')}`);
    assert.ok(read.kind === 'addresses' && read.seed !== undefined);
    assert.deepEqual([read.addresses, Buffer.from(read.seed)], [[tcp], seed]);
  });

  test('a join page, and what it leads to', () => {
    const link = readDestination('https://room.example/join?token=T');
    assert.equal(link.kind, 'link');
    const pasted = `https://room.example/room?lang=fr#invite=${encodeURIComponent('https://room.example/join?invite=T')}`;
    const inPage = readDestination(pasted);
    assert.ok(inPage.kind === 'link' && inPage.link.token === 'T');
    const postTo = encodeURIComponent('https://room.example/invite/consume');
    const claim = readDestination(`ssb:experimental?action=claim-http-invite&invite=T&postTo=${postTo}`);
    assert.deepEqual(claim, { kind: 'claim', token: 'T', postTo: 'https://room.example/invite/consume' });
  });
});

describe('what leads nowhere', () => {
  const other = Buffer.alloc(32, 8).toString('base64');
  const cases = [
    '',
    ' ',
    'hello there',
    '@bob',
    id,
    'https://room.example/about',
    `net:room.example:8008~shs:${key};net:room.example:8008~shs:${other}`,
    `tunnel:${id}:${id}~shs:${key}`,
    'room.example:0',
    'ssb:message/sha256/x',
  ];
  for (const text of cases) {
    test(JSON.stringify(text.slice(0, 48)), () =>
      assert.throws(() => readDestination(text), { name: 'JoinError', fault: 'unreadable' }),
    );
  }

  test('addresses without a host cannot be dialled', () => {
    assert.throws(() => dialable([]), { fault: 'unreadable' });
  });
});

test('any text reads, or is told to be unreadable in a sentence', () => {
  const piece = fc.constantFrom(
    '@',
    'bob',
    ':',
    '.',
    '~',
    ';',
    'room.example',
    'https://',
    'ssb:',
    'net:',
    '/alias/',
    '/join',
    '?',
    key,
    '%',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (pasted) => {
      try {
        readDestination(pasted);
      } catch (error) {
        if (!(error instanceof JoinError) || error.fault !== 'unreadable') throw error;
        assert.ok(error.message.endsWith('.'), error.message);
      }
    }),
    { numRuns: 2_000 },
  );
});
