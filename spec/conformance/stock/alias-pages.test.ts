import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { isFeedId } from '@open-rooms/protocol';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { stockMuxrpc } from '../../stock/muxrpc.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { StockError, values } from '../../stock/stream.ts';
import { ModeratedRoom } from '../links/moderated-room.ts';
import { assertQuiet } from './meeting.ts';

const newApp = () => startStockApp({ generation: 'room-client' });

/** A room in which Bob is a member, with somebody who never heard of either, and a member who sees who comes. */
async function setting() {
  await using started = new AsyncDisposableStack();
  const room = started.use(await ModeratedRoom.start());
  const bob = started.use(await newApp());
  const carol = started.use(await newApp());
  const { id } = room.server;
  const keys = ssbKeys().generate();
  for (const member of [bob.id, keys.id]) {
    assert.ok(isFeedId(member));
    await room.gives(member, 'participant');
  }
  const manifest = { room: { attendants: 'source' } } as const;
  const watcher = await stockMuxrpc(room.address, { manifest, keys });
  started.defer(() => watcher.close());
  const events = values(watcher.source(['room', 'attendants']));
  /** Until a stock app has taken the room for one: then it asks who is there. */
  const enters = async (app: StockApp) => {
    await app.connect(room.address);
    let event: unknown;
    do event = (await events.next()).value;
    while (!isDeepStrictEqual(event, { type: 'joined', id: app.id }));
  };
  await enters(bob);
  assert.ok(isFeedId(bob.id));
  const all = started.move();
  return { room, id, bob, carol, enters, bobId: bob.id, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function isConnected(carol: StockApp, bob: StockApp, room: string): Promise<void> {
  await carol.waitFor('its tunnel to Bob', ({ state }) =>
    state.connections.some(
      ({ peer, address, state: is }) =>
        peer === bob.id && is === 'connected' && address.startsWith(`tunnel:${room}:`),
    ),
  );
  assert.equal(await carol.call(bob.id, ['probe', 'callerId']), carol.id);
}

/** The link on the page of an alias that opens SSB apps. */
async function uriOn(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const [, href] = /href="(ssb:experimental\?action=consume-alias[^"]*)"/.exec(page) ?? [];
  assert.ok(href !== undefined, page);
  return href.replaceAll('&amp;', '&');
}

describe('the page of an alias, to stock apps', () => {
  test('ssb-room-client registers, and another one connects by the address that it was told', async () => {
    await using at = await setting();
    const { bob, carol, id } = at;
    const url = await bob.registerAlias(id, 'bob');
    assert.ok(typeof url === 'string');
    assert.equal(await carol.consumeAlias(url), bob.id);
    await isConnected(carol, bob, id);
    assertQuiet(bob, carol);
  });

  test('another one connects by the link that its page has for apps', async () => {
    await using at = await setting();
    const { bob, carol, id } = at;
    const url = await bob.registerAlias(id, 'bob');
    assert.equal(await carol.consumeAlias(await uriOn(String(url))), bob.id);
    await isConnected(carol, bob, id);
    assertQuiet(bob, carol);
  });

  test('says in the app’s words why nobody is found: revoked, banned, restricted; and is there again', async () => {
    await using at = await setting();
    const { room, bob, carol, enters, id, bobId } = at;
    const url = String(await bob.registerAlias(id, 'bob'));
    const refuses = (message: string) =>
      assert.rejects(carol.consumeAlias(url), new StockError({ name: 'Error', message }));
    const nobody = 'Nobody is known as "bob" in this room: check the spelling.';
    assert.equal(await bob.revokeAlias(id, 'bob'), true);
    await refuses(nobody);
    assert.equal(await bob.registerAlias(id, 'bob'), url);
    await room.bans(bobId);
    await refuses(nobody);
    await room.server.operations['bans.lift']?.(OPERATOR, { who: bobId });
    await room.becomes('restricted');
    await refuses('this room is restricted, alias resolving is turned off');
    await room.becomes('community');
    await enters(bob);
    assert.equal(await carol.consumeAlias(url), bob.id);
  });

  test('whoever is removed loses their aliases; whoever is no member gets none', async () => {
    await using at = await setting();
    const { room, bob, carol, enters, id, bobId } = at;
    const url = String(await bob.registerAlias(id, 'bob'));
    await room.removes(bobId);
    await assert.rejects(carol.consumeAlias(url), /Nobody is known as "bob"/);
    await enters(carol);
    await assert.rejects(carol.registerAlias(id, 'bob'), /become a member first/);
  });

  test('stands at a name below the room’s host, too, and says there whom it leads to', async () => {
    await using at = await setting();
    await at.bob.registerAlias(at.id, 'bob');
    for (const [host, status] of [
      ['bob.localhost', 'successful'],
      ['BOB.localhost:80', 'successful'],
      ['rob.localhost', 'error'],
    ] as const) {
      const asked = request(new URL('/?encoding=json', at.room.server.http), { headers: { host } }).end();
      const [answer] = await once(asked, 'response');
      assert.equal(answer.statusCode, 200);
      const body = JSON.parse(String(Buffer.concat(await answer.toArray())));
      assert.equal(body.status, status, host);
      if (status === 'successful') assert.equal(body.userId, at.bob.id);
    }
  });
});
