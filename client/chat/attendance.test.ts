import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Metadata } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { Attendants } from '../connection/attendants.ts';
import { feed } from '../contacts/test-feeds.ts';
import { Attendance } from './attendance.ts';

const [room, other, bob, carol] = [feed(1), feed(2), feed(3), feed(4)];

function open() {
  const clock = new VirtualClock();
  const attendants = new Attendants(feed(0));
  const direct = new Set<string>();
  const through = new Set<string>();
  const place = { id: room, attendants, metadata: undefined as Metadata | undefined };
  let changes = 0;
  const attendance = new Attendance({
    ...{ clock, rooms: () => [place] },
    peers: { isThrough: (id, neighbour) => through.has(`${id} ${neighbour}`) },
    isDirect: (id) => direct.has(id),
    onChange: () => changes++,
  });
  const watching = attendance.watch(place);
  const attends = (id = bob) => attendance.attends(room, id);
  return { clock, place, attendants, direct, through, attendance, attends, watching, changes: () => changes };
}

test('whoever is on the list of a room that is joined, or comes through it, attends', () => {
  const { attendants, through, attendance, attends } = open();
  assert.equal(attends(), false);
  attendants.joined(bob);
  through.add(`${room} ${carol}`);
  assert.deepEqual([attends(), attends(carol), attendance.attends(other, bob)], [true, true, false]);
  attendants.left(bob);
  assert.equal(attends(), false);
});

test('whoever is spoken with directly attends a while longer, as long as they are', () => {
  const { clock, attendants, direct, attends, changes } = open();
  direct.add(bob);
  attendants.joined(bob);
  attendants.left(bob);
  clock.advance(89_999);
  assert.deepEqual([attends(), changes()], [true, 2]);
  clock.advance(1);
  assert.deepEqual([attends(), changes()], [false, 3], 'and whoever asks is told');
  attendants.joined(bob);
  attendants.left(bob);
  direct.clear();
  assert.equal(attends(), false);
});

test('whoever comes back attends as before, and a room that was left has nobody', () => {
  const { clock, attendants, direct, attends, watching, changes } = open();
  direct.add(bob);
  attendants.joined(bob);
  attendants.left(bob);
  attendants.joined(bob);
  clock.advance(100_000);
  assert.deepEqual([attends(), changes()], [true, 3]);
  attendants.left(bob);
  watching[Symbol.dispose]();
  assert.equal(attends(), false);
  clock.advance(100_000);
  assert.equal(changes(), 4);
});

test('whoever a room puts out attends no more, however they are connected, before they join its list anew', () => {
  const { clock, attendants, direct, attendance, attends } = open();
  direct.add(bob);
  attendants.joined(bob);
  const banned = { room, why: 'banned', who: bob, at: 0 } as const;
  assert.ok(attendance.concerns(room, banned));
  attendance.end(room, banned);
  assert.deepEqual(
    [attends(), attendance.concerns(room, banned)],
    [false, false],
    'though still on the list',
  );
  attendants.left(bob);
  assert.equal(attends(), false, 'and not for a while after that, either');
  attendants.joined(bob);
  assert.ok(attends());
  attendants.left(bob);
  attendance.end(room, banned);
  assert.equal(attends(), false, 'nor where they had left just before');
  clock.advance(100_000);
  assert.equal(clock.waiting, 0);
});

test('where others than members may open tunnels, the list decides who attends, for those who see it', () => {
  const { place, through, attends } = open();
  through.add(`${room} ${bob}`);
  const metadata = { name: '', membership: true, features: [], mode: 'community' } as const;
  place.metadata = { ...metadata, role: 'participant' };
  assert.equal(attends(), false);
  place.metadata = { ...metadata, role: 'viewer' };
  assert.equal(attends(), true);
});
