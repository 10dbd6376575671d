import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inTurn, MAX_ICE_SERVERS, serversFrom } from './room-servers.ts';

/** Those of these URLs that a room at a host may name. */
function left(host: string, ...urls: string[]): string[] {
  return urls.flatMap((url) => serversFrom(host, [{ urls: [url] }])).flatMap((server) => server.urls);
}

const NEAR = ['stun:127.0.0.1', 'stun:[::1]', 'stun:localhost', 'stun:[::ffff:127.0.0.1]'];
const AROUND = ['stun:192.168.1.1', 'stun:[fe80::1]', 'stun:[fd00::1]', 'stun:router', 'stun:printer.local'];
const FAR = ['stun:room.example', 'stun:192.0.2.7', 'stun:[2001:db8::1]'];

describe('the servers of a room', () => {
  test('are none that are nearer than the room is', () => {
    const all = [...NEAR, ...AROUND, ...FAR];
    assert.deepEqual(left('room.example', ...all), FAR);
    assert.deepEqual(left('192.0.2.1', ...all), FAR);
    assert.deepEqual(left('192.168.1.9', ...all), [...AROUND, ...FAR]);
    assert.deepEqual(left('room.local', ...all), [...AROUND, ...FAR]);
    assert.deepEqual(left('127.0.0.1', ...all), all);
  });

  test('have no port of other services', () => {
    const url = (port: number) => `turn:relay.example:${port}`;
    const ports = [1, 22, 25, 53, 80, 443, 445, 1023, 1024, 3478, 65_535];
    const open = [53, 80, 443, 1024, 3478, 65_535].map(url);
    assert.deepEqual(left('127.0.0.1', ...ports.map(url)), open);
  });

  test('are asked at two addresses each: one over UDP and one for who has none', () => {
    const urls = ['turn:a.example', 'turn:a.example:80', 'turn:a.example?transport=tcp', 'turns:a.example'];
    const words = { username: 'u', credential: 'c' };
    const few = [{ urls: ['turn:a.example', 'turn:a.example?transport=tcp'], ...words }];
    assert.deepEqual(serversFrom('room.example', [{ urls, ...words }]), few);
    assert.deepEqual(left('room.example', 'stun:a.example'), ['stun:a.example']);
    const [udp] = serversFrom('room.example', [{ urls: urls.slice(0, 2) }]);
    assert.deepEqual(udp?.urls, urls.slice(0, 2));
  });
});

describe('the servers of several rooms', () => {
  const named = (room: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ urls: [`stun:${room}${index}.example`] }));

  test('are taken in turn: two rooms that name many push nobody out', () => {
    const honest = [
      { urls: ['stun:good.example'] },
      { urls: ['turn:good.example'], username: 'u', credential: 'c' },
    ];
    const chosen = inTurn([named('a', 4), named('b', 4), honest]);
    assert.equal(chosen.length, MAX_ICE_SERVERS);
    for (const server of honest) assert.ok(chosen.includes(server));
  });

  test('are each there once; with other credentials it is another', () => {
    const turn = { urls: ['turn:good.example'], username: 'u', credential: 'c' };
    const wrong = { ...turn, credential: 'C' };
    assert.deepEqual(inTurn([[wrong, wrong], [turn], [turn]]), [wrong, turn]);
  });

  test('are few, however many rooms there are', () => {
    assert.equal(
      inTurn(Array.from({ length: 9 }, (_, room) => named(`r${room}`, 1))).length,
      MAX_ICE_SERVERS,
    );
    assert.deepEqual(inTurn([]), []);
  });
});
