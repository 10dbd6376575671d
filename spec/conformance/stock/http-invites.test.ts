import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readInvite } from '@open-rooms/protocol';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { stockInvite, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Keys, ssbKeys, ssbRef } from '../../stock/packages.ts';
import { StockError } from '../../stock/stream.ts';
import type { OurRoom } from '../our-room.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';

const SPENT = 'This invite has been used up. Ask whoever gave it to you for a new one.';

const newApp = (keys?: Keys) => startStockApp({ generation: 'room-client', ...(keys && { keys }) });

/** An invite as apps for newcomers get one: without being anybody. */
async function linkOf(room: OurRoom): Promise<string> {
  const headers = { accept: 'application/json' };
  const answer = await fetch(new URL('/create-invite', room.ready.http), { method: 'POST', headers });
  return ((await answer.json()) as { url: string }).url;
}

/** The pub-style code of an invite that whoever runs the room makes. */
async function codeOf(room: OurRoom): Promise<string> {
  const { stdout, stderr } = await openRooms('invite', '--data', room.data);
  assert.equal(stderr, '');
  return stdout.trim();
}

/** The link of the same invite: its token is the seed of the code. */
async function linkOfCode(room: OurRoom): Promise<string> {
  const invite = readInvite(await codeOf(room));
  assert.ok(invite.kind === 'pub');
  return `${room.ready.http.replace(/\/$/, '')}/join?invite=${Buffer.from(invite.seed).toString('base64url')}`;
}

async function membershipOf(app: StockApp, room: OurRoom): Promise<unknown> {
  const { membership } = (await app.call(room.id, ['room', 'metadata'])) as { membership: unknown };
  return membership;
}

describe('ssb-http-invite-client 1.0.1', () => {
  test('claims a link, connects to the address that it is told, and is a member there', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await newApp();
    const address = await app.claimInvite(await linkOf(room));
    assert.equal(address, `${room.address};${room.wsAddress}`);
    assert.ok(ssbRef().isAddress(address));
    assert.equal(await app.connect(address), room.id);
    assert.equal(await membershipOf(app, room), true);
  });

  test('claims by the name that the widespread server gives the token, and by URI', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await newApp();
    const byToken = (await linkOf(room)).replace('?invite=', '?token=');
    assert.ok((await app.claimInvite(byToken)).startsWith(room.address));
    await using other = await newApp();
    const invite = new URL(await linkOf(room)).searchParams.get('invite') ?? '';
    const postTo = new URL('/invite/consume', room.ready.http).href;
    const fields = new URLSearchParams({ action: 'claim-http-invite', invite, postTo });
    assert.ok((await other.claimInvite(`ssb:experimental?${fields}`)).startsWith(room.address));
    await other.connect(room.address);
    assert.equal(await membershipOf(other, room), true);
  });

  test('is told why an invite brings nobody in', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await newApp();
    await using other = await newApp();
    const link = await linkOf(room);
    await app.claimInvite(link);
    await assert.rejects(other.claimInvite(link), { message: SPENT });
    const unknown = new URL(`/join?invite=${'A'.repeat(43)}`, room.ready.http).href;
    await assert.rejects(other.claimInvite(unknown), /This room knows no such invite/);
  });

  test('whose connection is open already is a member at once', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await newApp();
    await app.connect(room.address);
    assert.equal(await membershipOf(app, room), false);
    await app.claimInvite(await linkOf(room));
    assert.equal(await membershipOf(app, room), true);
  });

  test('brings a stranger into a restricted room, which refuses them before', async () => {
    await using room = await startRoomProcess({ name: 'Garden', flags: ['--mode', 'restricted'] });
    const keys = ssbKeys().generate();
    await assert.rejects(membershipBare(room.address, keys));
    await using app = await newApp(keys);
    const address = await app.claimInvite(await linkOfCode(room));
    assert.equal(await app.connect(address), room.id);
    assert.equal(await membershipOf(app, room), true);
  });
});

describe('a pub-style code', () => {
  for (const mode of ['open', 'community', 'restricted'] as const) {
    test(`brings a feed in by invite.use in ${mode}, once`, async () => {
      await using room = await startRoomProcess({ name: 'Garden', flags: ['--mode', mode] });
      const [alice, bob] = [ssbKeys().generate(), ssbKeys().generate()];
      const code = await codeOf(room);
      assert.equal(await stockInvite(code, alice.id), true);
      assert.equal(await membershipBare(room.address, alice), true);
      // In a restricted room the key of an invite that is used up is a stranger's.
      await assert.rejects(
        stockInvite(code, bob.id),
        mode === 'restricted' ? Error : new StockError({ name: 'Error', message: SPENT }),
      );
    });
  }

  test('is of no use to a stranger without it, where the room is not open', async () => {
    await using room = await startRoomProcess({ name: 'Garden', flags: ['--mode', 'community'] });
    const keys = ssbKeys().generate();
    using client = await stockMuxrpc(room.address, { manifest: { invite: { use: 'async' } }, keys });
    await assert.rejects(client.call(['invite', 'use'], { feed: keys.id }), StockError);
    assert.equal(await membershipBare(room.address, keys), false);
  });
});

/** What the room says to somebody over a connection of their own. Rejects where they are not let in. */
async function membershipBare(address: string, keys: Keys): Promise<unknown> {
  using client = await stockMuxrpc(address, { manifest: { room: { metadata: 'async' } }, keys });
  const answer = await client.call(['room', 'metadata']);
  return (answer as { membership: unknown }).membership;
}
