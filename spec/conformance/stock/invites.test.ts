import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { stockInvite, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Keys, ssbKeys } from '../../stock/packages.ts';
import { StockError, values } from '../../stock/stream.ts';
import type { OurRoom } from '../our-room.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';

const SPENT = new StockError({
  name: 'Error',
  message: 'This invite has been used up. Ask whoever gave it to you for a new one.',
});

const someone = (): Keys => ssbKeys().generate();

/** What `open-rooms invite` prints: alone on its line. */
async function invite(room: OurRoom, ...flags: string[]): Promise<string> {
  const { code, stdout, stderr } = await openRooms('invite', '--data', room.data, ...flags);
  assert.deepEqual({ code, stderr, lines: stdout.split('\n').length }, { code: 0, stderr: '', lines: 2 });
  return stdout.trim();
}

/** The same invite as older apps write it: `host:port:@key.ed25519~seed`. */
function legacyForm(code: string): string {
  const [, host, port, key, seed] = /^net:(.*):(\d+)~shs:([^:]*):([^:]*)$/.exec(code) ?? [];
  assert.ok(seed !== undefined, `"${code}" is an invite with a seed`);
  return `${host}:${port}:@${key}.ed25519~${seed}`;
}

async function isMember(room: OurRoom, keys: Keys): Promise<unknown> {
  using client = await stockMuxrpc(room.address, { manifest: { room: { metadata: 'async' } }, keys });
  const { membership } = (await client.call(['room', 'metadata'])) as { membership: unknown };
  return membership;
}

async function members(room: OurRoom): Promise<unknown[]> {
  using client = await stockMuxrpc(room.address, {
    manifest: { room: { members: 'source' } },
    keys: someone(),
  });
  const listed: unknown[] = [];
  for await (const some of values(client.source(['room', 'members']))) listed.push(some);
  return listed.flat();
}

describe('an invite of the command line', () => {
  test('brings one feed in as a pub would, and no second', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [alice, bob] = [someone(), someone()];
    const code = await invite(room);
    assert.ok(code.startsWith(`${room.address}:`));
    assert.equal(await isMember(room, alice), false);
    assert.deepEqual(await members(room), []);
    assert.equal(await stockInvite(code, alice.id), true);
    assert.equal(await isMember(room, alice), true);
    await assert.rejects(stockInvite(code, bob.id), SPENT);
    assert.equal(await isMember(room, bob), false);
    assert.deepEqual(await members(room), [{ id: alice.id }]);
  });

  test('costs whoever is in already nothing', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [alice, bob] = [someone(), someone()];
    const code = await invite(room);
    assert.equal(await stockInvite(code, alice.id), true);
    assert.equal(await stockInvite(code, alice.id), true);
    const second = await invite(room);
    assert.equal(await stockInvite(second, alice.id), true);
    assert.equal(await stockInvite(second, bob.id), true);
  });

  test('in the form of older apps', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [alice, bob] = [someone(), someone()];
    const code = legacyForm(await invite(room));
    assert.equal(await stockInvite(code, alice.id), true);
    await assert.rejects(stockInvite(code, bob.id), SPENT);
    assert.deepEqual(await members(room), [{ id: alice.id }]);
  });

  test('brings as many as it says; with --json it comes as JSON', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const { code } = JSON.parse(await invite(room, '--uses', '2', '--note', 'for the tea', '--json'));
    const guests = [someone(), someone()];
    for (const { id } of guests) assert.equal(await stockInvite(code, id), true);
    await assert.rejects(stockInvite(code, someone().id), SPENT);
    assert.deepEqual(
      await members(room),
      guests.map(({ id }) => ({ id })),
    );
  });

  test('a stock app whose feed was brought in is told so', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const keys = someone();
    await using app = await startStockApp({ generation: 'room-client', keys });
    assert.equal(await stockInvite(await invite(room), keys.id), true);
    await app.connect(room.address);
    assert.deepEqual(await app.call(room.id, ['room', 'metadata']), {
      name: 'Garden',
      description: '',
      membership: true,
      role: 'participant',
      mode: 'open',
      features: ['tunnel', 'room2', 'room1', 'alias', 'httpAuth', 'httpInvite'],
    });
  });
});

describe('the invite on the page', () => {
  test('welcomes everyone, as often as they like, and makes nobody a member', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const page = await fetch(room.ready.http, { headers: { accept: 'application/json' } });
    const { invite } = (await page.json()) as { invite: string };
    assert.equal(invite, `${room.address}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`);
    for (const code of [invite, invite, legacyForm(invite)]) {
      assert.equal(await stockInvite(code, someone().id), true);
    }
    assert.deepEqual(await members(room), []);
  });
});
