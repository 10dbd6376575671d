import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { startStockRoom } from '../../stock/room.ts';
import { makeMember } from '../make-member.ts';
import { startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';

describe('open-rooms ssb-app', () => {
  test('by host name: dials the first who is there and gets its text back', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using friend = await startStockApp({ generation: 'open-rooms' });
    await friend.connect(room.address);
    const { host } = new URL(room.ready.whois);
    const { code, stdout, stderr } = await openRooms('ssb-app', host, '--say', 'hello Bob', '--json');
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { id, echo, ...met } = JSON.parse(stdout);
    assert.deepEqual(met, {
      ready: true,
      room: { id: room.id, name: 'Garden', address: room.address },
      attendants: [friend.id],
      peer: friend.id,
      said: 'hello Bob',
    });
    assert.match(id, /^@.{44}\.ed25519$/);
    assert.deepEqual([echo.by, echo.value], ['peer.echo', 'hello Bob']);
  });

  test('by alias: dials its owner; what a person reads', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using bob = await startStockApp({ generation: 'open-rooms' });
    await bob.connect(room.address);
    await makeMember(room, bob.id);
    await bob.plugin('registerAlias', room.id, 'bob');
    const { host } = new URL(room.ready.whois);
    const { code, stdout, stderr } = await openRooms('ssb-app', `@bob@${host}`);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.match(
      stdout,
      /^Garden\n\n {2}Room +@.+\n {2}You +@.+ \(a key for this run alone\)\n {2}Here too\n/,
    );
    assert.ok(stdout.includes(`Dialled ${bob.id} through the room: the handshake inside the tunnel proved`));
    assert.match(stdout, /Sent "hello", and "hello" came back in \d+ ms\.\n$/);
  });

  test('a stock app in a stock room answers a ping', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    await using stock = await startStockApp({ generation: 'room-client' });
    await stock.connect(room.address);
    const { code, stdout } = await openRooms('ssb-app', room.address, '--dial', stock.id);
    assert.equal(code, 0);
    assert.match(stdout, /It is a stock app, which knows no echo: it answered a ping in \d+ ms/);
  });

  test('says what is wrong in one sentence, and ends with exit code 2', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const stranger = ssbKeys().generate().id;
    for (const [args, says] of [
      [[room.address], /^$/],
      [
        [room.address, '--dial', stranger],
        new RegExp(`^${stranger.replaceAll('+', '\\+')} is in none of the rooms`),
      ],
      [['nowhere.invalid:1'], /^Cannot reach nowhere\.invalid/],
      [['@bob@'], /^Cannot read host/],
    ] as const) {
      const { code, stdout, stderr } = await openRooms('ssb-app', ...args);
      assert.equal(code, 2);
      assert.match(stderr, says);
      if (stderr === '') assert.match(stdout, /Nobody else is here to dial\./);
    }
  });
});
