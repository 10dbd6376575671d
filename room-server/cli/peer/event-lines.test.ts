import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { PLAIN } from '../style.ts';
import { eventLines, type LineOptions } from './event-lines.ts';
import type { PeerEvent } from './events.ts';

const id = feedIdOf(new Uint8Array(32).fill(9));
const room = feedIdOf(new Uint8Array(32).fill(7));
const TIME = '12:04:31';
const plain: LineOptions = {
  style: PLAIN,
  isTerminal: false,
  isAsking: false,
  profile: 'me',
  manyRooms: false,
};
const terminal: LineOptions = { ...plain, isTerminal: true };

const lines = (event: PeerEvent, options: LineOptions = plain) => eventLines(event, TIME, options);
const request = {
  event: 'request',
  id,
  offer: { name: 'hello.txt', bytes: 6 },
  received: 6,
  preview: 'hello\n',
  whole: true,
} as const;

describe('what happens, in lines', () => {
  test('whatever it is, it is one line where no person looks; and fits 80 columns where one does', () => {
    const events: readonly PeerEvent[] = [
      { event: 'started', id, profile: 'me' },
      { event: 'room', state: 'back', room, name: 'Garden', addresses: '' },
      { event: 'listed', room, others: 0 },
      { event: 'came', room, in: 'Garden', id },
      { event: 'left', room, in: 'Garden', id, name: 'Bob' },
      { event: 'tunnel', state: 'closed', room, opener: 'here', id },
      { event: 'answered', answer: 'withdrawn', id },
      { event: 'text', id, text: 'hello' },
      { event: 'received', id, offer: { name: 'a.bin' }, bytes: 20_000_000, text: false },
      request,
    ];
    for (const event of events) {
      assert.equal(lines(event).length, 1, event.event);
      const long = lines(event, { ...terminal, isAsking: true }).filter(({ length }) => length > 80);
      assert.deepEqual(long, [], event.event);
    }
  });

  test('a room is a heading; oneself is you; several rooms are named', () => {
    const there = { event: 'room', state: 'there', room, name: 'Garden', addresses: '' } as const;
    assert.deepEqual(lines(there), ['', 'Garden', `  ${room}`, '']);
    const here = { event: 'here', room, in: 'Garden', id } as const;
    assert.deepEqual(lines({ ...here, you: true }), ['12:04:31  here     you']);
    assert.deepEqual(lines(here, { ...plain, manyRooms: true }), [`12:04:31  here     ${id} in Garden`]);
    assert.deepEqual(lines({ event: 'listed', room, others: 2 }), []);
  });

  test('which way somebody is reached, and what the path carries', () => {
    const link = { event: 'link', state: 'open', encrypted: true, id } as const;
    assert.deepEqual(lines({ ...link, path: 'direct', roundTripMs: 41.7 }), [
      `12:04:31  link     to ${id}: direct, encrypted, 42 ms`,
    ]);
    assert.deepEqual(lines({ ...link, path: 'room', roundTripMs: null, name: 'Bob' }, terminal), [
      '12:04:31  link     to Bob: through the room, encrypted',
    ]);
    assert.deepEqual(lines({ event: 'link', state: 'lost', id, name: 'Bob' }), [
      '12:04:31  link     to Bob is lost',
    ]);
    const facts = { event: 'measured', id, encrypted: true, roundTripMs: 0.42, tunnelMs: 12.3 } as const;
    const rates = { toThem: 20_000_000, fromThem: 5_000, linkMs: 230 };
    assert.deepEqual(lines({ ...facts, ...rates, path: 'relayed' }), [
      'path          relayed, encrypted',
      'round trip    0.4 ms',
      'to them       20.0 MB/s',
      'from them     5.0 kB/s',
      'set-up        tunnel 12 ms, first byte over this path 230 ms',
    ]);
    const none = { path: 'room', toThem: null, fromThem: null, linkMs: null, sentence: 'no' } as const;
    assert.deepEqual(lines({ ...facts, ...none }), [
      'path          through the room, encrypted',
      'round trip    0.4 ms',
      'set-up        tunnel 12 ms',
      'More cannot be measured: no',
    ]);
  });

  test('a request, for scripts and for people', () => {
    const asks = `12:04:31  asks     ${id} asks to send you something (hello.txt, 6 bytes): hello`;
    assert.deepEqual(lines(request), [`${asks} — accept with: open-rooms contacts accept ${id}`]);
    assert.deepEqual(lines(request, { ...plain, profile: 'me-2' }), [
      `${asks} — accept with: open-rooms contacts accept ${id} --as me-2`,
    ]);
    assert.deepEqual(lines(request, terminal), [
      `12:04:31  asks     ${id}`,
      '                   to send you something (hello.txt, 6 bytes):',
      '                     hello',
      '                   accept with:',
      `open-rooms contacts accept ${id}`,
    ]);
  });

  test('shows a bounded part, and nothing that a terminal would obey', () => {
    const evil = {
      ...request,
      offer: { name: '\u001b[2J' },
      preview: `\u001b[31m\n${'x'.repeat(500)}\n`.repeat(9),
    };
    for (const options of [plain, terminal]) {
      const shown = lines(evil, options).join('\n');
      assert.ok(!shown.includes('\u001b'));
      assert.ok(shown.includes('\\u{1b}[2J'));
      assert.ok(shown.length < 1500);
    }
    assert.match(
      lines({ ...request, preview: null })[0] ?? '',
      /\(hello\.txt, 6 bytes\): 6 bytes, no text — /,
    );
    assert.match(lines({ ...request, received: 0, preview: '' })[0] ?? '', /\(hello\.txt, 6 bytes\) — /);
    const text = { event: 'text', id, name: 'Bob', text: '\u001b[31mred\u202e' } as const;
    assert.deepEqual(lines(text), ['12:04:31  says     Bob: \\u{1b}[31mred\\u{202e}']);
  });

  test('text that came whole was shown already; what was cut says so', () => {
    const received = { event: 'received', id, name: 'Bob', offer: {}, bytes: 6, text: true } as const;
    assert.deepEqual(lines(received), []);
    assert.deepEqual(lines({ ...received, error: 'they stopped it' }), [
      '12:04:31  sent     Bob: 6 bytes, then it was cut: they stopped it',
    ]);
  });
});

describe('what others say', () => {
  const said = { event: 'message', to: 'room', room, in: 'Garden', id, message: 'x', at: '' } as const;

  test('is one line, by the name of the book, or what they call themselves beside their id', () => {
    const text = 'one\ntwo\u001b[2J';
    assert.deepEqual(lines({ ...said, name: 'Bob', text }), ['12:04:31  says     Bob: one ⏎ two\\u{1b}[2J']);
    assert.deepEqual(lines({ ...said, called: 'Bob', text: 'hi' }, { ...plain, manyRooms: true }), [
      `12:04:31  says     Bob ${id.slice(0, 9)}… in Garden: hi`,
    ]);
    assert.ok((lines({ ...said, text: 'x'.repeat(16_000) })[0]?.length ?? 0) < 2_100);
  });

  test('in private, by a stranger, tells how to let them write; a ring, how to answer', () => {
    const { in: _in, room: _room, ...aside } = said;
    assert.deepEqual(lines({ ...aside, to: 'you', text: 'psst', asks: true }), [
      `12:04:31  to you   ${id.slice(0, 9)}…: psst — let them write with: open-rooms contacts accept ${id}`,
    ]);
    const ring = { event: 'ring', room, id, name: 'Bob' } as const;
    assert.match(
      lines({ ...ring, state: 'rings' })[0] ?? '',
      /Bob @\S+…: answer with \/answer or \/decline$/,
    );
    assert.match(lines({ ...ring, state: 'missed' })[0] ?? '', /was not answered$/);
  });
});
