import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PeerContract } from '@open-rooms/protocol';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { Client } from '../client.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import { createIdentity } from '../identity/identity.ts';
import { FakeWorld, settled } from '../testing/fake-world.ts';

const HOUR = 3_600_000;
const PLACE = 'room.example:8008';
const WHOIS = 'http://room.example:26819/whois';

/** Longer than any wait between two dials, and two pings. */
const MINUTES = 3 * 60_000;

function person(world: FakeWorld): Promise<Client> {
  const identity = createIdentity(world.runtime.crypto);
  return Client.open({ identity, runtime: world.runtime, networkKey: NETWORK_KEY, rooms: new MemoryStore() });
}

/** Lets time pass in steps, so that what answers a timer does so in its time. */
async function pass(world: FakeWorld, ms: number): Promise<void> {
  await settled();
  for (let left = ms; left > 0; left -= 500) {
    world.clock.advance(Math.min(left, 500));
    await settled();
  }
}

/** Somebody in a room, in a world where both are. */
async function joined(destination?: string) {
  const world = new FakeWorld();
  const { room, address } = world.room(PLACE);
  world.answers(WHOIS, address);
  const client = await person(world);
  const kept = await client.join(destination ?? address);
  await settled();
  const dials = () => world.dials.length;
  return { world, room, address, client, kept, dials };
}

describe('a room that is kept', () => {
  test('is dialled once, asked in order, and listed', async () => {
    const { room, kept, dials } = await joined();
    assert.equal(dials(), 1);
    assert.equal(kept.state, 'open');
    assert.equal(kept.metadata?.name, 'Fake');
    assert.deepEqual(
      room.asked.filter((name) => name !== 'gossip.ping'),
      ['tunnel.isRoom', 'tunnel.announce', 'room.attendants', 'room.endings', 'room.stage'],
    );
    assert.ok(kept.isListed);
  });

  test('is left with nothing under way', async () => {
    const { world, client, kept, room } = await joined();
    await client[Symbol.asyncDispose]();
    await pass(world, 5_000);
    assert.deepEqual([kept.state, kept.remote, room.guests.size], ['stopped', undefined, 0]);
    assert.equal(world.clock.waiting, 0);
  });

  test('that cuts everybody off is dialled again, once, within two seconds', async () => {
    const { world, room, kept, dials } = await joined();
    room.cut();
    await settled();
    assert.equal(kept.state, 'waiting');
    await pass(world, 2_000);
    assert.deepEqual([kept.state, dials()], ['open', 2]);
    await pass(world, MINUTES);
    assert.equal(dials(), 2);
  });

  test('that is away is asked for less and less often, and never again after it is left', async () => {
    const { world, room, kept, dials, client } = await joined();
    world.rooms.delete(PLACE);
    room.cut();
    await pass(world, HOUR);
    const tries = dials() - 1;
    // A minute at most between two, half of it at least.
    assert.ok(tries >= 60 && tries <= 130, `${tries} dials in an hour`);
    assert.deepEqual([kept.state, kept.error?.fault], ['waiting', 'unreachable']);
    client.leave(kept);
    await pass(world, HOUR);
    assert.equal(dials(), tries + 1);
    assert.equal(world.clock.waiting, 0);
  });

  test('is dialled at once where there is reason to', async () => {
    const { world, room, kept, dials } = await joined();
    world.rooms.delete(PLACE);
    room.cut();
    await pass(world, 10 * 60_000);
    world.rooms.set(PLACE, room);
    assert.equal(kept.state, 'waiting');
    const before = dials();
    kept.nudge();
    await settled();
    assert.deepEqual([kept.state, kept.error, dials()], ['open', undefined, before + 1]);
    kept.nudge();
    await settled();
    assert.equal(dials(), before + 1);
  });

  test('that says nothing any more is given up soon where there is reason to', async () => {
    const { world, room, kept, dials } = await joined();
    room.answers.set('gossip.ping', () => undefined);
    room.cut();
    await pass(world, 2_000);
    assert.deepEqual([kept.state, dials()], ['open', 2]);
    await pass(world, 10_000);
    kept.nudge();
    await pass(world, 4_000);
    assert.deepEqual([kept.state, dials()], ['open', 2]);
    await pass(world, 3_000);
    assert.equal(kept.state, 'waiting');
  });

  test('that was joined while it was away is never kept', async () => {
    const world = new FakeWorld();
    const { address } = world.room(PLACE);
    world.rooms.clear();
    const client = await person(world);
    await assert.rejects(client.join(address), {
      fault: 'unreachable',
      message: /Nobody listens at room\.example:8008/,
    });
    assert.deepEqual([client.rooms.size, world.clock.waiting], [0, 0]);
    await pass(world, MINUTES);
    assert.equal(world.dials.length, 1);
  });

  test('that says nothing is given up after fifteen seconds', async () => {
    const world = new FakeWorld();
    const { address } = world.room(PLACE);
    world.rooms.set(PLACE, 'silent');
    const client = await person(world);
    const joining = client.join(address);
    joining.catch(() => undefined);
    await pass(world, 15_000);
    await assert.rejects(joining, { fault: 'unreachable', message: /does not answer/ });
    assert.equal(world.clock.waiting, 0);
  });
});

describe('a machine that slept for eight hours', () => {
  test('and whose connections were cut meanwhile dials once', async () => {
    const { world, room, kept, dials } = await joined();
    room.cut();
    await settled();
    world.clock.jump(8 * HOUR);
    await settled();
    assert.deepEqual([kept.state, dials()], ['open', 2]);
    await pass(world, MINUTES);
    assert.equal(dials(), 2);
  });

  test('and whose connections are alive dials not at all', async () => {
    const { world, kept, dials } = await joined();
    world.clock.jump(8 * HOUR);
    await pass(world, MINUTES);
    assert.deepEqual([kept.state, dials()], ['open', 1]);
  });

  test('and whose date jumps back takes nobody for gone', async () => {
    const { world, kept, dials } = await joined();
    world.clock.jump(-8 * HOUR);
    await pass(world, MINUTES);
    assert.deepEqual([kept.state, dials()], ['open', 1]);
  });

  test('and whose room is silent finds out within a minute, and dials once', async () => {
    const { world, room, kept, dials } = await joined();
    // What is still there is a connection of which the room knows nothing any more.
    const guest = [...room.guests.values()][0];
    using _silence = guest?.connection.hold();
    room.answers.delete('gossip.ping');
    const forgotten = guest?.connection;
    assert.ok(forgotten !== undefined);
    world.clock.jump(8 * HOUR);
    await pass(world, 60_000);
    assert.deepEqual([kept.state, dials()], ['open', 2]);
  });
});

describe('a room that is somewhere else', () => {
  test('is found again by its host, and remembered there', async () => {
    const { world, room, kept, client, address } = await joined('room.example');
    world.rooms.clear();
    world.rooms.set('room.example:9009', room);
    world.answers(WHOIS, address.replace('8008', '9009'));
    room.cut();
    await pass(world, 2_000);
    assert.equal(kept.state, 'open');
    assert.deepEqual(
      world.dials.slice(1).map(({ place }) => place),
      [PLACE, 'room.example:9009'],
    );
    assert.match(client.knownRooms.room(kept.id)?.addresses ?? '', /:9009~/);
  });

  test('is not taken for another one that its host names now', async () => {
    const { world, room, kept } = await joined('room.example');
    const other = world.room('room.example:9009', 2);
    world.rooms.delete(PLACE);
    world.answers(WHOIS, other.address);
    room.cut();
    await pass(world, MINUTES);
    assert.deepEqual([kept.state, kept.error?.fault, other.room.guests.size], ['waiting', 'other-key', 0]);
  });

  test('whose host name leads to another room for somebody who comes anew: they are told', async () => {
    const { world, client, room } = await joined('room.example');
    const other = world.room('room.example:9009', 2);
    world.answers(WHOIS, other.address);
    await assert.rejects(client.join('room.example'), {
      fault: 'other-key',
      message: new RegExp(`was the room ${room.id.replaceAll('+', '\\+')} when you were there`),
    });
    assert.equal(other.room.guests.size, 0);
  });
});

test('ten rooms that are lost at once are dialled spread out', async () => {
  const world = new FakeWorld();
  const client = await person(world);
  const rooms = Array.from({ length: 10 }, (_, n) => world.room(`room-${n}.example:8008`, n + 1));
  for (const { address } of rooms) await client.join(address);
  for (const { room } of rooms) room.cut();
  await pass(world, 2_000);
  const again = world.dials.slice(10);
  assert.equal(again.length, 10);
  assert.ok(new Set(again.map(({ at }) => at)).size > 5, 'not all at one moment');
  await pass(world, MINUTES);
  assert.equal(world.dials.length, 20);
});

test('a contact is dialled once after a night asleep, by one of the two', async () => {
  const world = new FakeWorld();
  const { room, address } = world.room(PLACE);
  const [anna, ben] = [await person(world), await person(world)];
  for (const client of [anna, ben]) await client.join(address);
  await anna.follow(ben.id);
  await ben.follow(anna.id);
  await pass(world, 5_000);
  // When Anna dialled, Ben did not follow her yet: once he does, he connects back.
  assert.deepEqual([anna.peers.size, ben.peers.size], [2, 2]);
  room.cut();
  await settled();
  assert.deepEqual([anna.peers.size, ben.peers.size], [0, 0]);
  const before = count(room.asked, 'tunnel.connect');
  world.clock.jump(8 * HOUR);
  await pass(world, MINUTES);
  assert.deepEqual([anna.peers.size, ben.peers.size], [1, 1]);
  assert.equal(count(room.asked, 'tunnel.connect') - before, 1);
});

test('somebody who is in two rooms is dialled through one, and through the other where that fails', async () => {
  for (const broken of [false, true]) {
    const world = new FakeWorld();
    const rooms = [world.room('one.example:8008', 1), world.room('two.example:8008', 2)];
    const [anna, ben] = [await person(world), await person(world)];
    for (const { address } of rooms) for (const client of [ben, anna]) await client.join(address);
    await settled();
    if (broken) rooms[0]?.room.answers.set('tunnel.connect', (_guest, stream) => stream.fail('not today'));
    await anna.follow(ben.id);
    await pass(world, 5_000);
    assert.deepEqual([anna.peers.size, ben.peers.size], [1, 1]);
    assert.equal(anna.peer(ben.id)?.room, rooms[broken ? 1 : 0]?.room.id);
  }
});

function count(asked: readonly string[], name: keyof PeerContract | 'tunnel.connect'): number {
  return asked.filter((other) => other === name).length;
}
