import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckReport } from '@open-rooms/client';
import { startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';
import { nobody } from './strangers.ts';

test('open-rooms check prints each step with a mark, and the verdict', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  const place = new URL(room.ready.whois).host;
  const { code, stdout, stderr } = await openRooms('check', place);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines[0], `Checking ${place}`);
  assert.equal(
    lines.at(-1),
    '\u2713 The room "Garden" works: two peers met in it and talked through a tunnel.',
  );
  const marks = lines.slice(2, -2).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '));
  assert.deepEqual(marks, [
    ...[
      '\u2713 whois',
      '- whois',
      '\u2713 handshake',
      '\u2713 handshake',
      '\u2713 isRoom',
      '\u2713 announce',
    ],
    ...[
      '\u2713 metadata',
      '\u2713 attendants',
      '\u2713 arrival',
      '\u2713 tunnel',
      '\u2713 departure',
      '\u2713 latency',
      '\u2713 stun',
      '\u2713 path',
    ],
  ]);
  assert.match(lines[2] ?? '', /\/whois names the room: net:127\.0\.0\.1:.* \(\d+ ms\)$/);
});

test('a room with a fault is exit code 1, in words and as one object', async () => {
  await using gone = await nobody();
  const { code, stdout } = await openRooms('check', gone.address);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /\n {2}\u2717 handshake +Nobody listens at 127.*\n\n\u2717 Nobody listens at .* Start the room/,
  );
  const json = await openRooms('check', gone.address, '--json');
  assert.equal(json.code, 1);
  const { ok, fault, room, steps }: CheckReport = JSON.parse(json.stdout);
  assert.deepEqual({ ok, fault, room }, { ok: false, fault: 'nobody-listens', room: null });
  assert.deepEqual(
    steps.map(({ name, outcome, code: why }) => [name, outcome, why]),
    [['handshake', 'failed', 'nobody-listens']],
  );
});

test('another network key is told, and can be given', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  const otherKey = 'ab'.repeat(32);
  const { code, stdout } = await openRooms('check', room.address, '--network-key', otherKey);
  assert.equal(code, 1);
  assert.match(stdout, /a room with another network key.*give it with --network-key/);
});

test('what cannot be read is exit code 2', async () => {
  for (const args of [
    ['check'],
    ['check', 'room example'],
    ['check', 'room.example', '--network-key', 'x'],
  ]) {
    const { code, stdout, stderr } = await openRooms(...args);
    assert.deepEqual(
      { code, stdout, lines: stderr.split('\n').length },
      { code: 2, stdout: '', lines: 2 },
      stderr,
    );
  }
});
