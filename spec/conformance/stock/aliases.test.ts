import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { fromBase64, isFeedId, readAddresses, writeSsbUri } from '@open-rooms/protocol';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { type StockMuxrpc, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Keys, ssbKeys } from '../../stock/packages.ts';
import { StockError, values } from '../../stock/stream.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { makeMember } from '../make-member.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { assertQuiet } from './meeting.ts';

const MANIFEST = {
  room: { registerAlias: 'async', revokeAlias: 'async', listAliases: 'async' },
  tunnel: { whois: 'async' },
} as const;

const someone = (): Keys => ssbKeys().generate();

/** A bare stock client of a member in the room, and how it asks. */
interface Asker extends Disposable {
  readonly id: string;
  register(...args: unknown[]): Promise<unknown>;
  revoke(...args: unknown[]): Promise<unknown>;
  list(...args: unknown[]): Promise<unknown>;
  whois(...args: unknown[]): Promise<unknown>;
  /** Its own signature for an alias, as ssb-keys writes it. */
  sign(alias: string, room?: string): string;
}

async function enter(room: OurRoom, keys: Keys = someone()): Promise<Asker> {
  await makeMember(room, keys.id);
  const client: StockMuxrpc = await stockMuxrpc(room.address, { manifest: MANIFEST, keys });
  return {
    id: keys.id,
    register: (...args) => client.call(['room', 'registerAlias'], ...args),
    revoke: (...args) => client.call(['room', 'revokeAlias'], ...args),
    list: (...args) => client.call(['room', 'listAliases'], ...args),
    whois: (...args) => client.call(['tunnel', 'whois'], ...args),
    sign: (alias, at = room.id) => ssbKeys().sign(keys, `=room-alias-registration:${at}:${keys.id}:${alias}`),
    [Symbol.dispose]: () => client.close(),
  };
}

async function refuses(answer: Promise<unknown>, message: string): Promise<void> {
  await assert.rejects(answer, new StockError({ name: 'Error', message }));
}

/** Brings an app into the room, and waits until it has taken the room for one: then it asks who is there. */
async function attend(room: OurRoom, app: StockApp): Promise<void> {
  using client = await stockMuxrpc(room.address, {
    manifest: { room: { attendants: 'source' } },
    keys: someone(),
  });
  await makeMember(room, app.id);
  const events = values(client.source(['room', 'attendants']));
  await events.next();
  await app.connect(room.address);
  assert.deepEqual((await events.next()).value, { type: 'joined', id: app.id });
}

/** The URI that the page of an alias will lead to, from what the room keeps of it. */
function uriOf(room: OurRoom, alias: string): string {
  using database = new DatabaseSync(join(room.data, 'room.db'), { readOnly: true });
  const kept = database.prepare('select feed, signature from aliases where name = ?').get(alias);
  const [userId, signature] = [kept?.['feed'], fromBase64(String(kept?.['signature']))];
  assert.ok(isFeedId(userId) && signature !== undefined && isFeedId(room.id), `${alias} is kept`);
  const addresses = readAddresses(room.address);
  return writeSsbUri({ kind: 'consume-alias', alias, userId, roomId: room.id, signature, addresses });
}

describe('an app with ssb-room-client', () => {
  test('registers aliases, is found by them, and revokes them', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'room-client' });
    using asker = await enter(room);
    await attend(room, app);
    assert.equal(await app.registerAlias(room.id, 'bob'), `${room.ready.http}/alias/bob`);
    assert.equal(await app.registerAlias(room.id, 'bob'), `${room.ready.http}/alias/bob`);
    assert.equal(await app.registerAlias(room.id, 'robert'), `${room.ready.http}/alias/robert`);
    assert.equal(await asker.whois('bob'), app.id);
    assert.deepEqual(await asker.list(app.id), ['bob', 'robert']);

    assert.equal(await app.revokeAlias(room.id, 'bob'), true);
    assert.deepEqual(await asker.list(app.id), ['robert']);
    await refuses(asker.whois('bob'), 'Nobody is known as "bob" in this room: check the spelling.');
    await refuses(app.revokeAlias(room.id, 'bob'), 'revokeAlias: nobody has the alias "bob" in this room');
    await refuses(
      app.registerAlias(room.id, 'Bob'),
      'invalid alias "Bob": use 1 to 63 small letters, digits and inner "-", beginning with a letter',
    );
    assertQuiet(app);
  });

  test('is connected through the tunnel to whoever has the alias of a URI', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await startStockApp({ generation: 'room-client' });
    await using carol = await startStockApp({ generation: 'room-client' });
    await attend(room, bob);
    await bob.registerAlias(room.id, 'bob');

    assert.equal(await carol.consumeAlias(uriOf(room, 'bob')), bob.id);
    await carol.waitFor('its tunnel to Bob', ({ state }) =>
      state.connections.some(
        ({ peer, address, state }) =>
          peer === bob.id && state === 'connected' && address.startsWith(`tunnel:${room.id}:`),
      ),
    );
    assert.equal(await carol.call(bob.id, ['probe', 'callerId']), carol.id);
    assert.equal(await carol.call(bob.id, ['probe', 'echo'], 'hello'), 'hello');
    assertQuiet(bob, carol);
  });

  test('believes no room that passes off one person as another', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using carol = await startStockApp({ generation: 'room-client' });
    using bob = await enter(room);
    using mallory = await enter(room);
    await bob.register('bob', bob.sign('bob'));
    const honest = uriOf(room, 'bob');
    const forged = honest.replace(encodeURIComponent(bob.id), encodeURIComponent(mallory.id));
    assert.notEqual(forged, honest);
    await refuses(carol.consumeAlias(forged), 'cannot consumeAlias because the signature is wrong');
  });
});

describe('the calls of aliases, word for word', () => {
  test('whose a name is, in every form that people write', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await enter(room);
    using asker = await enter(room);
    await bob.register('bob', bob.sign('bob'));
    for (const text of ['bob', 'BOB', '@bob', '@bob@room.example', '@Bob:localhost', 'bob.room.example']) {
      assert.equal(await asker.whois(text), bob.id, text);
    }
    await refuses(
      asker.whois('@rob@room.example'),
      'Nobody is known as "rob" in this room: check the spelling, and that "room.example" is this room.',
    );
    await assert.rejects(
      asker.whois(bob.id),
      /^Error: Cannot read alias "@.*": write it as @bob@room\.example/,
    );
    await refuses(
      asker.whois(),
      'tunnel.whois: cannot read the arguments at 0: Invalid type: Expected string but received undefined',
    );
    assert.deepEqual(await asker.list(asker.id), []);
    await refuses(
      asker.list('bob'),
      'room.listAliases: cannot read the arguments at 0: should be a feed id, @….ed25519',
    );
  });

  test('a name is given for a signature of the caller’s own key, at this room, over this name', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await enter(room);
    using mallory = await enter(room);
    const wrong = (alias: string) =>
      `invalid signature: sign =room-alias-registration:ROOM_ID:YOUR_ID:${alias} with the key that you connect with`;
    await refuses(mallory.register('bob', bob.sign('bob')), wrong('bob'));
    await refuses(bob.register('bob', bob.sign('bob', mallory.id)), wrong('bob'));
    await refuses(bob.register('bob', bob.sign('rob')), wrong('bob'));
    const bare = bob.sign('bob').replace('.sig.ed25519', '');
    const noSuffix = 'signature does not have the expected suffix: write it as BASE64.sig.ed25519';
    await refuses(bob.register('bob', bare), noSuffix);
    await refuses(
      bob.register('bob', 'bob.sig.ed25519'),
      'bad signature encoding: what stands before .sig.ed25519 should be base64 of 64 bytes',
    );
    const unreadable = 'room.registerAlias: cannot read the arguments';
    await refuses(bob.register('bob'), `${unreadable}: expected two arguments got 1`);
    await refuses(bob.register(), `${unreadable}: expected two arguments got 0`);
    await assert.rejects(bob.register('bob', 7), /cannot read the arguments at 1: .*Expected string/);
    assert.deepEqual(await bob.list(bob.id), []);
  });

  test('a name is somebody’s, reserved, or none', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await enter(room);
    using mallory = await enter(room);
    await bob.register('bob', bob.sign('bob'));
    const register = (alias: string) => mallory.register(alias, mallory.sign(alias));
    await refuses(register('bob'), 'alias ("bob") is already taken: choose another name');
    await refuses(
      register('admin'),
      'alias ("admin") is reserved, because mail to it stands for the host, and certificates are given for ' +
        'answering it: choose another name',
    );
    for (const alias of ['', 'Bob', '9bob', 'bob-', 'b_b', 'b'.repeat(64)])
      await assert.rejects(register(alias), /^Error: invalid alias "/, alias);
    const theirs = 'revokeAlias: not your alias: "bob" is somebody else\'s, and theirs to revoke';
    await refuses(mallory.revoke('bob'), theirs);
    await refuses(mallory.revoke('rob'), 'revokeAlias: nobody has the alias "rob" in this room');
    assert.equal(await mallory.whois('bob'), bob.id);
    assert.equal(await bob.revoke('bob'), true);
    assert.equal(await register('bob'), `${room.ready.http}/alias/bob`);
  });

  test('who has a name has it after a power cut', async () => {
    await using data = await temporaryDirectory();
    const keys = someone();
    await using before = await startRoomProcess({ name: 'Garden', data: data.path });
    {
      using bob = await enter(before, keys);
      await bob.register('bob', bob.sign('bob'));
      await bob.register('rob', bob.sign('rob'));
      await bob.revoke('rob');
      await before.kill();
    }
    await using after = await startRoomProcess({ data: data.path });
    using bob = await enter(after, keys);
    assert.equal(await bob.whois('bob'), keys.id);
    assert.deepEqual(await bob.list(keys.id), ['bob']);
    assert.equal(await bob.register('bob', bob.sign('bob')), `${after.ready.http}/alias/bob`);
  });
});
