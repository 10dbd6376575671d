import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf, type IceServer, type Metadata, RemoteError } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { ICE_ANSWER_MS, ICE_FRESH_MS, ICE_GOOD_MS, type IceRoom, iceOfRooms } from './rooms-ice.ts';

const STUN: IceServer = { urls: ['stun:room.example:3478'] };
const turn = (username: string): IceServer => ({ urls: ['turn:relay.example'], username, credential: 'c' });

/** A room whose answer can be changed. It counts how often it was asked. */
class TestRoom {
  readonly id;
  asked = 0;
  answer: () => Promise<readonly IceServer[]>;
  isConnected = true;
  readonly addresses: { host: string }[] = [{ host: 'room.example' }];

  constructor(seed: number, servers: readonly IceServer[]) {
    this.id = feedIdOf(new Uint8Array(32).fill(seed));
    this.answer = async () => servers;
  }

  get remote(): IceRoom['remote'] {
    if (!this.isConnected) return undefined;
    return { 'room.metadata': () => this.#metadata() };
  }

  async #metadata(): Promise<Metadata> {
    this.asked++;
    return { name: '', membership: false, features: [], ice: await this.answer() };
  }
}

function over(rooms: readonly TestRoom[], isRelayedOnly = () => false) {
  const clock = new VirtualClock();
  return { clock, ice: iceOfRooms({ rooms: () => rooms, clock, isRelayedOnly }) };
}

describe('the servers by which links find their paths', () => {
  test('are those of the joined rooms, and no other', async () => {
    const { ice } = over([new TestRoom(1, [STUN]), new TestRoom(2, [turn('a')])]);
    assert.deepEqual(await ice(), { iceServers: [STUN, turn('a')] });
    assert.deepEqual(await over([]).ice(), { iceServers: [] });
    assert.deepEqual(await over([new TestRoom(1, [])]).ice(), { iceServers: [] });
  });

  test('are none that are nearer than the room, by whatever it is reached later', async () => {
    const near: IceServer = { urls: ['stun:192.168.1.1:53', 'stun:127.0.0.1:3478', 'stun:room.example'] };
    const room = new TestRoom(1, [near, { urls: ['stun:localhost'] }]);
    const { ice, clock } = over([room]);
    assert.deepEqual(await ice(), { iceServers: [{ urls: ['stun:room.example'] }] });
    room.isConnected = false;
    room.addresses[0] = { host: '127.0.0.1' };
    clock.advance(ICE_FRESH_MS);
    assert.deepEqual(await ice(), { iceServers: [{ urls: ['stun:room.example'] }] });
  });

  test('are asked for again before their credentials expire, and not at each link', async () => {
    const room = new TestRoom(1, [turn('first')]);
    const { clock, ice } = over([room]);
    await ice();
    clock.advance(ICE_FRESH_MS - 1);
    await ice();
    assert.equal(room.asked, 1);
    room.answer = async () => [turn('second')];
    clock.advance(1);
    assert.deepEqual((await ice()).iceServers, [turn('second')]);
    assert.equal(room.asked, 2);
  });

  test('are those of before while a room is away, until their credentials are over', async () => {
    const room = new TestRoom(1, [STUN, turn('a')]);
    const { clock, ice } = over([room]);
    await ice();
    room.isConnected = false;
    clock.advance(ICE_GOOD_MS);
    assert.deepEqual((await ice()).iceServers, [STUN, turn('a')]);
    clock.advance(1);
    assert.deepEqual((await ice()).iceServers, [STUN]);
  });

  test('a room that knows no such method, or that answers nothing, holds nobody up', async () => {
    const old = new TestRoom(1, []);
    old.answer = async () => {
      throw new RemoteError('no async:room.metadata');
    };
    const silent = new TestRoom(2, []);
    silent.answer = () => new Promise(() => undefined);
    const { clock, ice } = over([old, silent, new TestRoom(3, [STUN])]);
    const asked = ice();
    // The others have answered by then.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(ICE_ANSWER_MS);
    assert.deepEqual(await asked, { iceServers: [STUN] });
  });

  test('a room that answers nothing holds up one link in two minutes, and what it said before is used', async () => {
    const room = new TestRoom(1, [STUN, turn('a')]);
    const { clock, ice } = over([room]);
    await ice();
    room.answer = () => new Promise(() => undefined);
    clock.advance(ICE_FRESH_MS);
    const asked = ice();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(ICE_ANSWER_MS);
    assert.deepEqual((await asked).iceServers, [STUN, turn('a')]);
    // Answered without waiting: the clock stands still.
    assert.deepEqual((await ice()).iceServers, [STUN, turn('a')]);
    assert.equal(room.asked, 2);
    clock.advance(ICE_GOOD_MS - ICE_FRESH_MS - ICE_ANSWER_MS);
    const later = ice();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(ICE_ANSWER_MS);
    assert.deepEqual((await later).iceServers, [STUN]);
    assert.equal(room.asked, 3);
  });

  test('a room that was left is forgotten', async () => {
    const rooms = [new TestRoom(1, [STUN])];
    const clock = new VirtualClock();
    const ice = iceOfRooms({ rooms: () => rooms, clock, isRelayedOnly: () => false });
    await ice();
    const left = rooms.splice(0);
    assert.deepEqual(await ice(), { iceServers: [] });
    rooms.push(...left);
    await ice();
    assert.equal(left[0]?.asked, 2);
  });
});

describe('who hides their address', () => {
  test('has every path over a relay, and asks no STUN server', async () => {
    let isRelayedOnly = false;
    const both = { ...turn('a'), urls: ['stun:relay.example', 'turn:relay.example'] };
    const { ice } = over([new TestRoom(1, [STUN, both])], () => isRelayedOnly);
    assert.deepEqual(await ice(), { iceServers: [STUN, both] });
    isRelayedOnly = true;
    assert.deepEqual(await ice(), { iceServers: [turn('a')], iceTransportPolicy: 'relay' });
  });

  test('has no path but the one through the room where no room names a relay', async () => {
    const { ice } = over([new TestRoom(1, [STUN])], () => true);
    assert.deepEqual(await ice(), { iceServers: [], iceTransportPolicy: 'relay' });
  });
});
