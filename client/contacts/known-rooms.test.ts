import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import type { KnownRoom } from './known-room.ts';
import { MAX_HOSTS_PER_ROOM, MAX_KNOWN_ROOMS } from './known-room.ts';
import { KnownRooms } from './known-rooms.ts';
import { MemoryStore } from './memory-store.ts';
import { SEEN_AGAIN_MS } from './reach.ts';
import { addressOf, feed } from './test-feeds.ts';

async function openRooms(store = new MemoryStore<KnownRoom>()) {
  const time = { now: 1000 };
  const rooms = await KnownRooms.open({ store, now: () => time.now + 0.5 });
  const see = (n: number, host?: string, name = 'Café') =>
    rooms.seen({ id: feed(n), addresses: addressOf(feed(n)), name, host });
  return { rooms, time, store, see };
}

describe('known rooms', () => {
  test('are noted, and found by the host name that led to them', async () => {
    const { rooms, store, see } = await openRooms();
    await see(1, 'Room.example:3000');
    const room: KnownRoom = {
      id: feed(1),
      addresses: addressOf(feed(1)),
      name: 'Café',
      hosts: ['room.example:3000'],
      joinedAt: 1000,
      seenAt: 1000,
    };
    assert.deepEqual([rooms.list(), await store.load()], [[room], [room]]);
    assert.deepEqual(rooms.byHost('ROOM.example:3000'), room);
    assert.deepEqual([rooms.byHost('room.example'), rooms.room(feed(2))], [undefined, undefined]);
    await assert.rejects(see(1, 'no host'), { name: 'UnreadableText' });
  });

  test('keep every host name that led to them, to a bound', async () => {
    const { rooms, see } = await openRooms();
    for (let n = 0; n <= MAX_HOSTS_PER_ROOM; n++) await see(1, `r${n}.example`);
    await see(1);
    assert.equal(rooms.byHost('r0.example'), undefined);
    assert.equal(rooms.byHost('r1.example')?.id, feed(1));
    assert.equal(rooms.room(feed(1))?.hosts[0], `r${MAX_HOSTS_PER_ROOM}.example`);
  });

  test('pin a host name to one room: the one seen last under it', async () => {
    const { rooms, time, see } = await openRooms();
    await see(1, 'room.example');
    await see(1, 'www.room.example');
    time.now++;
    await see(2, 'room.example');
    assert.equal(rooms.byHost('room.example')?.id, feed(2));
    assert.equal(rooms.byHost('www.room.example')?.id, feed(1));
  });

  test('are written when there is news, and at most once an hour when there is none', async () => {
    const { rooms, time, see } = await openRooms();
    await see(1, 'room.example');
    let told = 0;
    rooms.watch(() => told++);
    time.now += SEEN_AGAIN_MS - 1;
    await see(1, 'room.example');
    await see(1);
    assert.equal(told, 0);
    await see(1, 'room.example', 'Tea');
    time.now += SEEN_AGAIN_MS;
    await see(1, 'room.example', 'Tea');
    assert.equal(told, 2);
    const room = rooms.room(feed(1));
    assert.deepEqual([room?.name, room?.joinedAt, room?.seenAt], ['Tea', 1000, time.now]);
  });

  test('have names that are safe to print, whatever a room calls itself', async () => {
    const { rooms, see } = await openRooms();
    for (const [said, shown] of [
      ['a\u001b[2J\nb\u202e', 'a [2J b'],
      ['🫖'.repeat(200), '🫖'.repeat(64)],
      ['\u0000', ''],
      ['\ud800', '\ufffd'],
    ] as const) {
      await see(1, undefined, said);
      assert.equal(rooms.room(feed(1))?.name, shown);
    }
  });

  test('come in the order in which they were seen last, and can be forgotten', async () => {
    const { rooms, time, see } = await openRooms();
    for (const n of [1, 2, 3]) {
      await see(n, `r${n}.example`);
      time.now++;
    }
    await rooms.forget(feed(2));
    assert.deepEqual(
      rooms.list().map(({ id }) => id),
      [feed(3), feed(1)],
    );
    assert.equal(rooms.byHost('r2.example'), undefined);
  });

  test('are bounded: the one seen longest ago is forgotten', async () => {
    const ids = Array.from({ length: MAX_KNOWN_ROOMS }, (_, n) =>
      feedIdOf(new Uint8Array(32).fill(n & 0xff).fill(n >> 8, 0, 1)),
    );
    const store = new MemoryStore<KnownRoom>();
    await store.change(ids, (_, id) => ({
      id,
      addresses: addressOf(id),
      name: '',
      hosts: [],
      joinedAt: 0,
      seenAt: ids.indexOf(id),
    }));
    const { rooms } = await openRooms(store);
    const id = feedIdOf(new Uint8Array(32).fill(9).fill(8, 31));
    await rooms.seen({ id, addresses: addressOf(id), name: '' });
    assert.equal(rooms.list().length, MAX_KNOWN_ROOMS);
    assert.equal(rooms.list().at(-1)?.seenAt, 1);
    assert.equal((await store.load()).length, MAX_KNOWN_ROOMS);
  });

  test('of another process come in by themselves, until disposed', async () => {
    const store = new MemoryStore<KnownRoom>();
    const mine = await openRooms(store);
    const told = Promise.withResolvers<void>();
    mine.rooms.watch(() => told.resolve());
    const theirs = await openRooms(store.beside());
    await theirs.see(1, 'room.example');
    await told.promise;
    assert.equal(mine.rooms.byHost('room.example')?.id, feed(1));
    mine.rooms[Symbol.dispose]();
    await theirs.rooms.forget(feed(1));
    assert.equal(mine.rooms.list().length, 1);
  });
});
