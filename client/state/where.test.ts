import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, type SocketAddress, toBase64, writePubInvite } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { isPersonId, isRoomAt, ownPageOf, personAt, spentAt, type Where, whereTo } from './where.ts';

const key = toBase64(new Uint8Array(32).fill(7));
const id = feedIdOf(new Uint8Array(32).fill(7));
const seed = new Uint8Array(32).fill(9);
const tcp: SocketAddress = { transport: 'net', host: 'room.example', port: 8008, key: id };
const address = `net:room.example:8008~shs:${key}`;
const invite = writePubInvite(tcp, seed);
const here = { kind: 'room', room: 'room.example', shown: 'room.example' } as const;
const bob: Where = {
  kind: 'person',
  who: '@bob@room.example',
  alias: '@bob@room.example',
  label: 'bob',
  room: 'room.example',
  shown: 'room.example',
};

describe('where a text leads', () => {
  const cases: readonly [text: string, where: Where][] = [
    [' Room.Example ', here],
    ['https://room.example/room', here],
    ['https://other.example/room/room.example', here],
    ['@bob@room.example', bob],
    ['https://room.example/alias/bob', bob],
    [address, { kind: 'room', room: address, shown: 'room.example' }],
    [invite, { kind: 'room', room: address, shown: 'room.example', invite }],
    [`https://room.example/room#invite=${encodeURIComponent(invite)}`, { ...here, invite }],
    ['https://room.example/join?invite=T', { ...here, invite: 'https://room.example/join?invite=T' }],
  ];
  for (const [text, where] of cases) {
    test(text.slice(0, 48), () => assert.deepEqual(whereTo(text), where));
  }

  test('no secret of an invite stands in what a path shows', () => {
    assert.ok(!whereTo(invite).room.includes(toBase64(seed)));
  });

  test('a host that is an alias is one once that is known', () => {
    assert.deepEqual(personAt('bob.room.example'), bob);
  });

  test('nonsense leads nowhere', () => {
    assert.throws(() => whereTo('hello there'), JoinError);
    assert.throws(() => whereTo('https://room.example/room/hello%20there'), JoinError);
  });
});

test('a room that is joined is known by its host, and by its addresses', () => {
  const room = { place: { host: 'room.example', port: 3000 }, addresses: [tcp] };
  for (const text of ['room.example:3000', address, `ws://elsewhere.example:3000~shs:${key}`])
    assert.equal(isRoomAt(room, text), true, text);
  for (const text of ['room.example', 'other.example:3000', ''])
    assert.equal(isRoomAt(room, text), false, text);
});

test('an id is no alias', () => {
  assert.ok(isPersonId(id));
  for (const text of ['@bob@room.example', '@bob', id.slice(0, -1), '']) assert.ok(!isPersonId(text), text);
});

describe('the own page of a room', () => {
  test('is on its host, or at its WebSocket', () => {
    assert.equal(ownPageOf('room.example:3000'), 'http://room.example:3000/room');
    assert.equal(ownPageOf('@bob@room.example'), 'http://room.example/room');
    assert.equal(ownPageOf(`${address};ws://room.example:3000~shs:${key}`), 'http://room.example:3000/room');
    assert.equal(ownPageOf(address), undefined);
  });
});

describe('the invite of a link', () => {
  const ws: SocketAddress = { transport: 'ws', host: 'room.example', port: 3000, key: id };

  test('is spent at the addresses that the room has told', () => {
    assert.equal(spentAt(invite, id, [ws]), `ws://room.example:3000~shs:${key}:${toBase64(seed)}`);
    assert.equal(spentAt(address, id, [ws]), `ws://room.example:3000~shs:${key}`);
  });

  test('a join link stays as it is', () => {
    const link = 'https://room.example/join?invite=T';
    assert.equal(spentAt(link, id, [ws]), link);
  });

  test('for another room, or damaged, it is refused', () => {
    const other = feedIdOf(new Uint8Array(32).fill(8));
    assert.throws(() => spentAt(invite, other, [ws]), /for another room/);
    assert.throws(() => spentAt('hello', id, [ws]), /damaged/);
  });
});
