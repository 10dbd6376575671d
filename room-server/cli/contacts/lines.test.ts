import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { PLAIN } from '../style.ts';
import { contactLines, roomLines } from './lines.ts';

const id = (byte: number) => feedIdOf(new Uint8Array(32).fill(byte));
const NOW = 1_764_000_000_000;
const room = id(7);

test('the book, whom one follows first', () => {
  const seen = (ago: number) => ({ room, addresses: '', alias: '@bob@room.example', seenAt: NOW - ago });
  const contacts = [
    { id: id(1), relation: 'blocked', since: 0, reach: [] },
    { id: id(2), relation: 'followed', name: 'Bob', since: 1, reach: [seen(3 * 3_600_000)] },
    { id: id(3), relation: 'followed', since: 2, reach: [seen(0)] },
  ] as const;
  assert.deepEqual(contactLines(contacts, NOW, PLAIN), [
    'Followed',
    '  Bob',
    `    ${id(2)}`,
    `    @bob@room.example, seen 3 hours ago in ${room.slice(0, 9)}…`,
    '  @bob@room.example',
    `    ${id(3)}`,
    `    seen just now in ${room.slice(0, 9)}…`,
    'Blocked',
    `  ${id(1)}`,
  ]);
  assert.match(contactLines([], NOW, PLAIN)[0] ?? '', /^Nobody yet\./);
});

test('the rooms where one has been', () => {
  const known = { id: room, addresses: 'net:a:1~shs:x;ws:a:2~shs:x', name: '', hosts: ['room.example'] };
  assert.deepEqual(roomLines([{ ...known, joinedAt: 0, seenAt: NOW - 61_000 }], NOW, PLAIN), [
    'room.example',
    `  ${room}`,
    '  by host name room.example',
    '  net:a:1~shs:x',
    '  ws:a:2~shs:x',
    '  seen 1 minute ago',
  ]);
});
