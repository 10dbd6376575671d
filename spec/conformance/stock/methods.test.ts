import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { startStockApp } from '../../stock/app.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { StockError } from '../../stock/stream.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames, type FramePeer } from './frames.ts';
import { assertQuiet } from './meeting.ts';
import { answering, asking, ending, failing, flowing, refusing } from './transcript.ts';

/** More than may wait unread for one request. */
const MANY_MEMBERS = 5_000;

const SOMEONE = ssbKeys().generate().id;

/** What our own client's moderators ask; stock apps pass it over. */
const ADMINISTRATION = {
  members: { list: 'async', add: 'async', setRole: 'async', remove: 'async' },
  bans: { list: 'async', add: 'async', lift: 'async' },
  invites: { list: 'async', create: 'async', revoke: 'async' },
  aliases: { list: 'async', revoke: 'async' },
  settings: { get: 'async', set: 'async' },
  notices: { list: 'async', set: 'async', remove: 'async' },
  audit: { list: 'async', verify: 'async', chain: 'async' },
  sessions: { list: 'async', revoke: 'async' },
  keys: { list: 'async', create: 'async', revoke: 'async' },
};

const MANIFEST = {
  manifest: 'sync',
  whoami: 'async',
  gossip: { ping: 'duplex' },
  tunnel: {
    isRoom: 'async',
    ping: 'sync',
    announce: 'async',
    leave: 'async',
    endpoints: 'source',
    connect: 'duplex',
    whois: 'async',
  },
  room: {
    metadata: 'async',
    ping: 'sync',
    attendants: 'source',
    members: 'source',
    registerAlias: 'async',
    revokeAlias: 'async',
    endings: 'source',
    stage: 'source',
    share: 'async',
    unshare: 'async',
    listAliases: 'async',
    connect: 'duplex',
  },
  invite: { use: 'async' },
  httpAuth: { sendSolution: 'async', invalidateAllSolutions: 'async' },
  ...ADMINISTRATION,
  createHistoryStream: 'source',
  blobs: { createWants: 'source', has: 'async' },
  ebt: { replicate: 'duplex' },
};

/** In one transaction: each alone would wait for the disk. */
function addMembers(file: string, ids: readonly string[]): void {
  using database = new DatabaseSync(file);
  database.exec('begin');
  const insert = database.prepare("insert into members (id, role, added_at) values (?, 'participant', 1)");
  for (const id of ids) insert.run(id);
  database.exec('commit');
}

/** Runs `transcript` with a peer that has just connected and said nothing. */
async function withPeer(transcript: (peer: FramePeer, room: string) => Promise<void>): Promise<void> {
  await using room = await startRoomProcess({ name: 'Garden', description: 'Where we meet.' });
  using peer = await connectFrames(room.address);
  await transcript(peer, room.id);
}

describe('what an app asks first', () => {
  test('as Go peers do: "manifest" as bare text, type async, then the rest', () =>
    withPeer(async (peer, room) => {
      peer.send(asking(1, 'manifest', [], 'async'));
      assert.deepEqual(await peer.next(-1), answering(1, MANIFEST));
      peer.send(asking(2, ['whoami'], [], 'async'));
      assert.deepEqual(await peer.next(-2), answering(2, { id: room }));
      peer.send(asking(3, ['tunnel', 'isRoom'], [], 'async'));
      const metadata = {
        name: 'Garden',
        description: 'Where we meet.',
        membership: false,
        role: 'external',
        mode: 'open',
        features: ['tunnel', 'room2', 'room1', 'alias', 'httpAuth', 'httpInvite'],
      };
      assert.deepEqual(await peer.next(-3), answering(3, metadata));
      peer.send(asking(4, ['room', 'metadata'], [], 'async'));
      assert.deepEqual(await peer.next(-4), answering(4, metadata));
    }));

  test('as JavaScript peers do: no type, whatever stands in the arguments', () =>
    withPeer(async (peer, room) => {
      peer.send(asking(1, ['manifest'], [null]));
      assert.deepEqual(await peer.next(-1), answering(1, MANIFEST));
      peer.send(asking(2, ['whoami'], [{}, 'leftover']));
      assert.deepEqual(await peer.next(-2), answering(2, { id: room }));
      peer.send(asking(3, ['tunnel', 'announce'], [null]));
      assert.deepEqual(await peer.next(-3), answering(3, true));
      peer.send(asking(4, ['tunnel', 'leave'], []));
      assert.deepEqual(await peer.next(-4), answering(4, true));
    }));

  test('replication: an end without an error, and nothing else', () =>
    withPeer(async (peer) => {
      peer.send(asking(1, ['ebt', 'replicate'], [{ version: 3, format: 'classic' }], 'duplex'));
      assert.deepEqual(await peer.next(-1), ending(-1));
      peer.send(asking(2, ['blobs', 'createWants'], [], 'source'));
      assert.deepEqual(await peer.next(-2), ending(-2));
      peer.send(asking(3, ['createHistoryStream'], [{ id: SOMEONE, seq: 1, live: true }], 'source'));
      assert.deepEqual(await peer.next(-3), ending(-3));
      peer.send(asking(4, ['blobs', 'has'], ['&x.sha256']));
      assert.deepEqual(await peer.next(-4), answering(4, false));
    }));

  test('a stock app asks all that, and prints nothing', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    assert.deepEqual(await app.call(room.id, ['manifest']), MANIFEST);
    assert.equal(await app.call(room.id, ['blobs', 'has'], '&x.sha256'), false);
    const replication = [
      await app.duplex(room.id, ['ebt', 'replicate'], { version: 3, format: 'classic' }),
      await app.source(room.id, ['blobs', 'createWants']),
      await app.source(room.id, ['createHistoryStream'], { id: app.id, seq: 1, live: true }),
    ];
    for (const stream of replication) assert.deepEqual(await stream.read(), { end: true });
    const unknown = await app.source(room.id, ['no', 'such']);
    const message = 'method:no,such is not in list of allowed methods';
    assert.deepEqual(await unknown.read(), { end: { name: 'Error', message } });
    await assert.rejects(app.call(room.id, ['no', 'such']), new StockError({ name: 'Error', message }));
    assertQuiet(app);
  });

  test('pings: a time in milliseconds, for each number one', () =>
    withPeer(async (peer) => {
      const before = Date.now();
      peer.send(asking(1, ['tunnel', 'ping'], []));
      peer.send(asking(2, ['room', 'ping'], []));
      peer.send(asking(3, ['gossip', 'ping'], [{ timeout: 300_000 }], 'duplex'));
      for (const sent of [1, 2]) peer.send(flowing(3, sent));
      const times = [await peer.next(-1), await peer.next(-2), await peer.next(-3), await peer.next(-3)];
      for (const { value } of times)
        assert.ok(Number(value) >= before && Number(value) <= Date.now(), `${value}`);
      peer.send(ending(3));
      assert.deepEqual(await peer.next(-3), ending(-3));
    }));
});

describe('who is there', () => {
  test('endpoints: the list, the asker in it, again at each change', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connectFrames(room.address);
    alice.send(asking(1, ['tunnel', 'endpoints'], [], 'source'));
    assert.deepEqual(await alice.next(-1), flowing(-1, [alice.id]));
    using bob = await connectFrames(room.address);
    bob.send(asking(1, ['tunnel', 'announce'], [bob.id]));
    assert.deepEqual(await alice.next(-1), flowing(-1, [alice.id, bob.id]));
    bob.send(asking(2, ['tunnel', 'leave'], []));
    assert.deepEqual(await alice.next(-1), flowing(-1, [alice.id]));
  });

  test('attendants: the state, the asker in it, then who joins and who leaves', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connectFrames(room.address);
    alice.send(asking(1, ['room', 'attendants'], [], 'source'));
    assert.deepEqual(await alice.next(-1), flowing(-1, { type: 'state', ids: [alice.id] }));
    const bob = await connectFrames(room.address);
    bob.send(asking(1, ['room', 'attendants'], [], 'source'));
    assert.deepEqual(await bob.next(-1), flowing(-1, { type: 'state', ids: [alice.id, bob.id] }));
    assert.deepEqual(await alice.next(-1), flowing(-1, { type: 'joined', id: bob.id }));
    bob[Symbol.dispose]();
    assert.deepEqual(await alice.next(-1), flowing(-1, { type: 'left', id: bob.id }));
    alice.send(ending(1));
    assert.deepEqual(await alice.next(-1), ending(-1));
  });

  test('members: each in a value of its own, however many there are', async () => {
    await using data = await temporaryDirectory();
    const ids = Array.from({ length: MANY_MEMBERS }, () => feedIdOf(randomBytes(32))).sort();
    await using first = await startRoomProcess({ name: 'Garden', data: data.path });
    await first.stop();
    addMembers(join(data.path, 'room.db'), ids);

    await using room = await startRoomProcess({ data: data.path });
    using peer = await connectFrames(room.address);
    peer.send(asking(1, ['room', 'members'], [], 'source'));
    for (const id of ids) assert.deepEqual(await peer.next(-1), flowing(-1, [{ id }]));
    assert.deepEqual(await peer.next(-1), ending(-1));
  });
});

describe('refusals, word for word and with an empty stack', () => {
  test('a method that is not there, however it is called', () =>
    withPeer(async (peer) => {
      const sentence = (name: string) => `method:${name} is not in list of allowed methods`;
      peer.send(asking(1, ['room', 'listNothing'], [SOMEONE]));
      assert.deepEqual(await peer.next(-1), refusing(1, sentence('room,listNothing')));
      peer.send(asking(2, ['a', 'b', 'c'], [], 'source'));
      assert.deepEqual(await peer.next(-2), failing(-2, sentence('a,b,c')));
      peer.send(asking(3, ['ebt', 'nothing'], [], 'duplex'));
      assert.deepEqual(await peer.next(-3), failing(-3, sentence('ebt,nothing')));
      for (const [at, name] of ['toString', '__proto__', 'constructor'].entries()) {
        peer.send(asking(4 + at, [name], []));
        assert.deepEqual(await peer.next(-4 - at), refusing(4 + at, sentence(name)));
      }
    }));

  for (const method of ['tunnel', 'room']) {
    test(`${method}.connect to nobody`, () =>
      withPeer(async (peer, room) => {
        const refused = async (req: number, args: unknown[], message: string) => {
          peer.send(asking(req, [method, 'connect'], args, 'duplex'));
          assert.deepEqual(await peer.next(-req), failing(-req, message));
        };
        const unreadable = `${method}.connect: cannot read the arguments`;
        const shape = 'should be {portal, target} with feed ids, or the feed id of the target';
        await refused(1, [{ portal: room, target: SOMEONE }], `could not connect to:${SOMEONE}`);
        await refused(2, [{ target: room }], `could not connect to:${room}`);
        await refused(3, [{ portal: room, target: peer.id }], "can't connect to self");
        await refused(4, [{ portal: SOMEONE, target: SOMEONE }], 'talking to the wrong room');
        await refused(5, [{ target: SOMEONE }, 2], `${unreadable}: expected 1 argument, got 2`);
        await refused(8, [], `${unreadable}: expected 1 argument, got 0`);
        await refused(6, [null], `${unreadable} at 0: ${shape}`);
        await refused(7, [{ target: '@bob' }], `${unreadable} at 0: ${shape}`);
      }));
  }

  test('a method called as what it is not', () =>
    withPeer(async (peer) => {
      peer.send(asking(1, ['room', 'attendants'], []));
      assert.deepEqual(
        await peer.next(-1),
        refusing(1, 'room.attendants is source, but was called as async'),
      );
      peer.send(asking(2, ['room', 'metadata'], [], 'source'));
      assert.deepEqual(await peer.next(-2), failing(-2, 'room.metadata is async, but was called as source'));
    }));

  test('somebody else announced, an invite for nobody, no list of arguments', () =>
    withPeer(async (peer) => {
      peer.send(asking(1, ['tunnel', 'announce'], [SOMEONE]));
      const notYours = `tunnel.announce: "${SOMEONE}" is not your id; announce your own, or nothing`;
      assert.deepEqual(await peer.next(-1), refusing(1, notYours));
      peer.send(asking(2, ['invite', 'use'], [{ feed: 'bob' }]));
      const noFeed = 'invite.use: cannot read the arguments at 0.feed: should be a feed id, @….ed25519';
      assert.deepEqual(await peer.next(-2), refusing(2, noFeed));
      peer.send({ req: 3, stream: false, end: false, value: { name: ['whoami'], args: 'none' } });
      assert.deepEqual(
        await peer.next(-3),
        refusing(3, 'invalid request, args should be array, was: string'),
      );
      peer.send(asking(4, ['whoami'], []));
      assert.equal((await peer.next(-4)).end, false);
    }));
});
