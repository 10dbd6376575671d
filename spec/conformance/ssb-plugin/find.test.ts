import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { startStockRoom } from '../../stock/room.ts';
import { makeMember } from '../make-member.ts';
import { startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';
import { assertTunnel } from '../stock/meeting.ts';

describe('openRooms.connect finds a room', () => {
  test('by its host name and port, which /whois answers', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    const { host } = new URL(room.ready.whois);
    assert.deepEqual(await app.plugin('connect', host), {
      room: room.id,
      name: 'Garden',
      address: room.address,
    });
  });

  test('by an invite, which is spent', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    const { stdout } = await openRooms('invite', '--data', room.data);
    const { room: id } = (await app.plugin('connect', stdout.trim())) as { room: string };
    assert.equal(id, room.id);
    await using late = await startStockApp({ generation: 'open-rooms' });
    await assert.rejects(late.plugin('connect', stdout.trim()), /does not take this invite/);
  });

  test('by an address of ssb-room 1.3.0, and the invite on its page', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    const invite = `${room.address}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`;
    assert.deepEqual(await app.plugin('connect', invite), {
      room: room.id,
      name: 'Shed',
      address: room.address,
    });
  });

  test('and otherwise says what is wrong', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await using other = await startStockApp({ generation: 'room-client' });
    await other.connect(room.address);
    const stranger = ssbKeys().generate().public.replace('.ed25519', '');
    const wrongKey = room.address.replace(/shs:.*/, `shs:${stranger}`);
    for (const [where, says] of [
      ['', /Cannot go nowhere: give an invite/],
      ['net:127.0.0.1:1~shs:AAAA', /key/],
      [wrongKey, /Cannot connect to the room at 127\.0\.0\.1:\d+: it does not prove its key/],
      [room.address.replace(/:\d+~/, ':1~'), /Cannot reach the room at 127\.0\.0\.1:1: .*ECONNREFUSED/],
      [room.wsAddress, /This app cannot dial ws:.*: its transports are net\. Add the one that is missing/],
    ] as const) {
      await assert.rejects(app.plugin('connect', where), says);
    }
  });
});

describe('openRooms.connect by alias', () => {
  test('connects to its owner, who registered it by our plugin; revoked, nobody is found', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await startStockApp({ generation: 'open-rooms' });
    await using bob = await startStockApp({ generation: 'open-rooms' });
    const { host } = new URL(room.ready.whois);
    await bob.plugin('connect', host);
    await makeMember(room, bob.id);
    assert.match(String(await bob.plugin('registerAlias', room.id, 'bob')), /bob/);
    assert.deepEqual(await alice.plugin('connect', `@bob@${host}`), {
      room: room.id,
      name: 'Garden',
      peer: bob.id,
      address: `tunnel:${room.id}:${bob.id}~shs:${bob.id.slice(1, -'.ed25519'.length)}`,
    });
    await assertTunnel(room, alice, bob);
    assert.equal(await alice.plugin('whois', `@bob@${host}`), bob.id);
    assert.equal(await bob.plugin('revokeAlias', room.id, 'bob'), true);
    await assert.rejects(alice.plugin('whois', `@bob@${host}`), /bob/);
  });

  test('says so where the room has no aliases', async () => {
    await using room = await startStockRoom();
    await using app = await startStockApp({ generation: 'open-rooms' });
    await app.plugin('connect', room.address);
    await assert.rejects(app.plugin('registerAlias', room.id, 'bob'), /This room has no aliases\.$/);
  });
});
