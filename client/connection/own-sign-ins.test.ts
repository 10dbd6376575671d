import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, judgeSolution, newChallenge } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createIdentity } from '../identity/identity.ts';
import { OwnSignIns } from './own-sign-ins.ts';
import { signInUrl } from './sign-in-links.ts';

const room = feedIdOf(new Uint8Array(32).fill(1));
const other = feedIdOf(new Uint8Array(32).fill(2));
const sc = newChallenge(sodium);
const UNKNOWN = /^The client nonce "cc" is unknown or has expired/;

function open() {
  const clock = new VirtualClock();
  const identity = createIdentity(sodium);
  return { clock, identity, own: new OwnSignIns({ identity, crypto: sodium, clock }) };
}

describe('sign-ins of our own', () => {
  test('are answered, with our key and for that room', () => {
    const { own, identity } = open();
    const cc = own.begin(room);
    const solution = own.solve(room, sc, cc);
    assert.equal(judgeSolution(sodium, { sid: room, cid: identity.id, sc, cc }, solution), 'good');
  });

  test('are answered once, to that room, for two minutes', () => {
    const { own, clock } = open();
    const cc = own.begin(room);
    assert.throws(() => own.solve(other, sc, cc), { message: UNKNOWN });
    clock.advance(119_999);
    own.solve(room, sc, cc);
    assert.throws(() => own.solve(room, sc, cc), { message: UNKNOWN });
    const late = own.begin(room);
    clock.advance(120_000);
    assert.throws(() => own.solve(room, sc, late), { message: UNKNOWN });
  });

  test('nothing else is: no challenge of somebody’s, no text that is none', () => {
    const { own } = open();
    const cc = own.begin(room);
    for (const text of ['', newChallenge(sodium), 'constructor', `${cc} `])
      assert.throws(() => own.solve(room, sc, text), { message: UNKNOWN });
    for (const text of ['', 'short', `${sc}:${sc}`])
      assert.throws(() => own.solve(room, text, cc), { message: /^Server nonce "sc" is not 256 bits/ });
    own.solve(room, sc, cc);
  });

  test('are so many at once: the oldest is forgotten', () => {
    const { own } = open();
    const all = Array.from({ length: 17 }, () => own.begin(room));
    assert.throws(() => own.solve(room, sc, all[0] ?? ''), { message: UNKNOWN });
    for (const cc of all.slice(1)) own.solve(room, sc, cc);
  });
});

describe('the page that signs in', () => {
  const key = room;
  const at = (transport: 'net' | 'ws' | 'wss', host: string, port: number) => ({
    transport,
    host,
    port,
    key,
  });
  const cc = `${'+'.repeat(42)}/=`;

  for (const [addresses, origin] of [
    [[at('net', 'room.example', 8008)], 'https://room.example'],
    [[at('net', 'room.example', 8008), at('ws', 'room.example', 3000)], 'http://room.example:3000'],
    [[at('ws', '127.0.0.1', 80)], 'http://127.0.0.1'],
    [[at('ws', 'room.example', 3000), at('wss', 'room.example', 443)], 'https://room.example'],
    [[at('wss', '::1', 8443)], 'https://[::1]:8443'],
  ] as const) {
    test(`is at ${origin}`, () => {
      const url = new URL(signInUrl(addresses, other, cc));
      assert.deepEqual([url.origin, url.pathname], [origin, '/login']);
      assert.deepEqual(Object.fromEntries(url.searchParams), { 'ssb-http-auth': '1', cid: other, cc });
    });
  }
});
