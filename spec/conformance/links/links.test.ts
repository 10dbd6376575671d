import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { LinkStream } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { digestOf, LONG, send } from '../client/bytes.ts';
import { joinBoth } from '../client/meetings.ts';
import { meets, parts, person } from '../client/person.ts';
import { startOurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { ECHO } from './echo.ts';
import { ends, goes, linkBoth, linked, linker, said, watchedLinker } from './linking.ts';

/** How far a writer may be ahead of the reader, and what it writes at once. */
const WINDOW = 1024 * 1024;
const PIECE = 64 * 1024;

describe('two in one room', { concurrency: 2 }, () => {
  test('have one link, which goes through the room and then directly, and says so', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    const first = await said(here, 'hello');
    assert.deepEqual([first.text, here.state.value], ['hello', 'open']);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    const [direct, back] = [await said(here, 'hello again'), await said(there, 'and back')];
    assert.deepEqual(
      [direct.text, direct.stream.isThroughRoom, back.text, back.stream.isThroughRoom],
      ['hello again', false, 'and back', false],
    );
    assert.ok((here.path.value?.roundTripMs ?? 0) > 0);
    assert.deepEqual([alice.links.size, bob.links.size], [1, 1]);
    assert.equal(alice.link(bob.id), here);
  });

  test('choose for each stream whether it may go through the room', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    bob.links.onStream('/test/direct/1', (_link, stream) => void stream.end(), { throughRoom: 'never' });
    await joinBoth(room, alice, bob);
    const [here] = await linkBoth(alice, bob);
    const direct = await said(here, 'waits for it', { throughRoom: 'never' });
    assert.deepEqual([direct.text, direct.stream.isThroughRoom], ['waits for it', false]);
    const through = await said(here, 'by the room', { throughRoom: 'only' });
    assert.deepEqual([through.text, through.stream.isThroughRoom], ['by the room', true]);
    const refused = await here.open('/test/direct/1', { throughRoom: 'only' });
    await assert.rejects(refused.closed, { name: 'PeerStreamError' });
    const taken = await here.open('/test/direct/1');
    await taken.end();
    await taken.finished;
  });

  test('are told where a protocol is unknown, and where the time is over', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here] = await linkBoth(alice, bob);
    await assert.rejects(here.open('/test/unknown/1'), {
      name: 'LinkError',
      fault: 'refused',
      message: 'Cannot open "/test/unknown/1": the far end does not know it.',
    });
    const reason = new Error('enough');
    await assert.rejects(here.open(ECHO, { signal: AbortSignal.abort(reason) }), reason);
    using _taken = here.onStream('/test/twice/1', () => undefined);
    assert.throws(() => here.onStream('/test/twice/1', () => undefined), RangeError);
    for (const own of ['/open-rooms/pulse/1.0.0', '/webrtc-signaling/0.0.1', '/ipfs/id/1.0.0'])
      assert.throws(() => here.onStream(own, () => undefined), RangeError);
  });

  test('send much and little beside each other, and a reader that pauses loses nothing', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    const read = Promise.withResolvers<void>();
    const got = Promise.withResolvers<Awaited<ReturnType<typeof digestOf>>>();
    const take = async (stream: LinkStream) => {
      await read.promise;
      got.resolve(digestOf(stream));
      await stream.end();
    };
    bob.links.onStream('/test/slow/1', (_link, stream) => void take(stream));
    await joinBoth(room, alice, bob);
    const [here] = await linkBoth(alice, bob);
    for (const throughRoom of ['never', 'only'] as const) {
      const little = await here.open(ECHO, { throughRoom });
      const back = digestOf(little);
      const bulk = await here.open(ECHO, { throughRoom });
      const returned = digestOf(bulk);
      const sent = send(bulk, LONG);
      const ticks = await send(little, 100_000);
      assert.equal((await back).digest, ticks);
      assert.deepEqual(await returned, { length: LONG, digest: await sent });
    }
    const slow = await here.open('/test/slow/1', { throughRoom: 'never' });
    const hash = createHash('sha256');
    let length = 0;
    const write = async () => {
      // Twice what libp2p keeps for a reader that pauses before it cuts the stream.
      while (length < 8 * 1024 * 1024) {
        const piece = randomBytes(PIECE);
        await slow.write(piece);
        hash.update(piece);
        length += piece.length;
      }
      await slow.end();
    };
    const sent = write();
    await until('the window to be full', () => length >= WINDOW - PIECE);
    assert.equal((await said(here, 'others go on')).text, 'others go on');
    assert.ok(length <= WINDOW, `${length} bytes were sent to a reader that pauses`);
    read.resolve();
    const { length: received, digest } = await got.promise;
    await sent;
    assert.deepEqual({ received, digest }, { received: length, digest: hash.digest('hex') });
  });

  test('have no link where one of them opens none: the tunnel is all there is', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await person();
    await joinBoth(room, alice, bob);
    const peer = await alice.connect(bob.id);
    await until('the link to be given up', () => alice.links.size === 0);
    assert.equal(await peer.remote['peer.echo']('still here'), 'still here');
    assert.equal(bob.links.size, 0);
  });
});

describe('a link', { concurrency: 2 }, () => {
  test('ends for both when one closes it, and the tunnel stays', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    here.close();
    await Promise.all([ends(here), ends(there)]);
    assert.deepEqual([here.path.value, there.path.value], [undefined, undefined]);
    await assert.rejects(here.open(ECHO), { name: 'LinkError', fault: 'ended' });
    assert.deepEqual([alice.peers.size, bob.peers.size, alice.links.size, bob.links.size], [1, 1, 0, 0]);
  });

  test('is made again over the same tunnel where either person connects again', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    let links = await linkBoth(alice, bob);
    const tunnel = alice.peer(bob.id);
    for (const [client, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      links[0].close();
      await Promise.all(links.map(ends));
      await client.connect(other.id);
      const next = await Promise.all([linked(alice, bob.id), linked(bob, alice.id)]);
      assert.notEqual(next[0], links[0]);
      links = next;
      assert.equal((await said(links[0], 'again')).text, 'again');
      assert.equal(alice.peer(bob.id), tunnel);
    }
  });

  test('that somebody dialled stays while the room is away, though strangers are let in no more', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    await room.kill();
    await Promise.all([parts(alice, bob.id), parts(bob, alice.id)]);
    alice.setStrangers('refuse');
    assert.equal((await said(here, 'still here')).text, 'still here');
    await alice.contacts.block(bob.id);
    await Promise.all([ends(here), ends(there)]);
  });

  test('to somebody who becomes blocked ends, and there is none while they are', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const alice = await watchedLinker();
    await using _alice = alice.client;
    await using bob = await linker();
    await joinBoth(room, alice.client, bob);
    const [here, there] = await linkBoth(alice.client, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    await alice.client.contacts.block(bob.id);
    await Promise.all([ends(here), ends(there)]);
    await parts(alice.client, bob.id);
    const lines = alice.beneath.lines.length;
    await assert.rejects(bob.connect(alice.client.id), { name: 'JoinError' });
    assert.deepEqual([alice.beneath.lines.length, alice.client.links.size, bob.links.size], [lines, 0, 0]);
  });

  test('to a stranger ends where strangers are let in no more', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [, there] = await linkBoth(alice, bob);
    await goes(there, 'direct');
    bob.setStrangers('refuse');
    await ends(there);
    assert.equal(bob.links.size, 0);
  });

  test('to somebody who leaves ends within a second', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await linker();
    const bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    const from = performance.now();
    const left = ends(here);
    await bob[Symbol.asyncDispose]();
    await left;
    console.log(`the far end left: seen after ${Math.round(performance.now() - from)} ms`);
  });

  test('outlives the room, with its streams, and is the same when the room is back', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await linker();
    await using bob = await linker();
    await joinBoth(room, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    const stream = await here.open(ECHO);
    const back = digestOf(stream);
    await stream.write(Buffer.from('before '));
    await room.kill();
    await Promise.all([parts(alice, bob.id), parts(bob, alice.id)]);
    await stream.write(Buffer.from('and after'));
    await stream.end();
    assert.equal((await back).length, 'before and after'.length);
    assert.equal((await said(there, 'new streams, too')).text, 'new streams, too');
    assert.deepEqual([here.state.value, there.state.value], ['open', 'open']);
    await assert.rejects(here.open(ECHO, { throughRoom: 'only', signal: AbortSignal.timeout(100) }));
    const port = Number(/:(\d+)~/.exec(room.address)?.[1]);
    await using _again = await startRoomProcess({ data: room.data, port });
    for (const client of [alice, bob]) for (const joined of client.rooms.snapshot()) joined.nudge();
    await until('a tunnel again', async () => {
      await alice.connect(bob.id).catch(() => undefined);
      return alice.peer(bob.id) !== undefined;
    });
    await meets(bob, alice.id);
    assert.equal((await said(here, 'by the room again', { throughRoom: 'only' })).text, 'by the room again');
    assert.deepEqual([alice.link(bob.id), bob.link(alice.id)], [here, there]);
  });

  test('through two rooms is one, and goes on when one of them is left', async () => {
    await using garden = await startOurRoom({ name: 'Garden' });
    await using tower = await startOurRoom({ name: 'Tower' });
    await using alice = await linker();
    await using bob = await linker();
    const [inGarden] = await joinBoth(garden, alice, bob);
    const [inTower] = await joinBoth(tower, alice, bob);
    const [here, there] = await linkBoth(alice, bob);
    await Promise.all([goes(here, 'direct'), goes(there, 'direct')]);
    alice.leave(inGarden);
    await Promise.all([parts(alice, bob.id), parts(bob, alice.id)]);
    assert.equal((await alice.connect(bob.id)).room, inTower.id);
    assert.equal((await said(here, 'by the other', { throughRoom: 'only' })).text, 'by the other');
    assert.deepEqual([alice.links.snapshot(), bob.links.snapshot()], [[here], [there]]);
  });
});
