import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FIRST_CREDIT } from '@open-rooms/protocol';
import {
  MAX_STRANGER_TUNNELS,
  MAX_TUNNELS_PER_STRANGER,
  STRANGER_LIMITS,
} from '../../../client/peers/peer-limits.ts';
import { until } from '../../hostile/deadline.ts';
import { startOurRoom } from '../our-room.ts';
import { enterBare } from './bare.ts';
import { assertReturns, digestOf, send } from './bytes.ts';
import { befriend, joinBoth } from './meetings.ts';
import { attends, first, meets, none, parts, person } from './person.ts';

describe('tunnels of strangers', () => {
  test(`are at most ${MAX_TUNNELS_PER_STRANGER} of each; when one ends there is room for another`, async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person();
    using mallory = await enterBare(room);
    await attends(await alice.join(room.address), mallory.id);
    const open = Array.from({ length: MAX_TUNNELS_PER_STRANGER }, () => mallory.tunnelTo(alice.id));
    const tooMany = /^too-many: you have 3 tunnels open to them$/;
    assert.match((await mallory.tunnelTo(alice.id).ended) ?? '', tooMany);
    open[0]?.stream.end();
    await until('a place to be free', async () => {
      const next = mallory.tunnelTo(alice.id);
      const said = await Promise.race([next.ended, mallory.remote['tunnel.isRoom']()]);
      return typeof said !== 'string';
    });
    // Another stranger is let in all the while.
    await using carol = await person();
    await carol.join(room.address);
    await carol.connect(alice.id);
  });

  test(`are at most ${MAX_STRANGER_TUNNELS} of all together, and contacts come in all the same`, async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person();
    await using bob = await person();
    await joinBoth(room, alice, bob);
    await alice.contacts.accept(bob.id);
    using crowd = new DisposableStack();
    let opened = 0;
    while (opened < MAX_STRANGER_TUNNELS) {
      const stranger = crowd.use(await enterBare(room));
      for (let own = 0; own < MAX_TUNNELS_PER_STRANGER && opened < MAX_STRANGER_TUNNELS; own++, opened++)
        stranger.tunnelTo(alice.id);
      // What the room answers later comes after the tunnels.
      await stranger.remote['tunnel.isRoom']();
    }
    using last = await enterBare(room);
    assert.match((await last.tunnelTo(alice.id).ended) ?? '', /^too-many: more strangers/);
    await assertReturns(await bob.connect(alice.id), 200_000);
  });

  test('may ask for little at a time, and are not cut off for asking more', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person();
    await using bob = await person();
    await joinBoth(room, alice, bob);
    // Whom Alice is no stranger to asks as fast as he likes.
    await bob.contacts.accept(alice.id);
    const toAlice = await bob.connect(alice.id);
    const long = 'x'.repeat(STRANGER_LIMITS.jsonBytes);
    await assert.rejects(toAlice.remote['peer.echo'](long), /at most 16384 are read/);
    const { requestBurst, requestsPerSecond } = STRANGER_LIMITS;
    const from = performance.now();
    const calls = Array.from({ length: requestBurst + requestsPerSecond }, (_, n) =>
      toAlice.remote['peer.echo'](n),
    );
    await Promise.all(calls);
    // What came with the burst was read with it; who asks on is read more slowly.
    await toAlice.remote['peer.echo']('at last');
    assert.ok(performance.now() - from > 500, 'what is above the burst waits for its turn');
  });

  test('are refused where the person wants none, but those of contacts', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person({ strangers: 'refuse' });
    await using bob = await person();
    await using mallory = await person();
    await joinBoth(room, alice, bob);
    await mallory.join(room.address);
    await alice.contacts.accept(bob.id);
    await assert.rejects(mallory.connect(alice.id), {
      fault: 'refused',
      message: /let in nobody whom they do not know/,
    });
    await bob.connect(alice.id);
    assert.deepEqual(
      alice.peers.snapshot().map(({ id }) => id),
      [bob.id],
    );
  });
});

test('a contact who is blocked is disconnected at once, and does not come back', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  await using alice = await person();
  await using bob = await person();
  await joinBoth(room, alice, bob);
  const toBob = await befriend(alice, bob);
  await alice.contacts.block(bob.id);
  await toBob.closed;
  await parts(alice, bob.id);
  await parts(bob, alice.id);
  await assert.rejects(bob.connect(alice.id), { fault: 'refused' });
  await assert.rejects(alice.connect(bob.id), { fault: 'refused', message: /You have blocked/ });
  assert.deepEqual([alice.peers.size, bob.peers.size], [0, 0]);
});

describe('what a stranger sends', () => {
  const LENGTH = 300_000;

  test('is a request: no more than the first window comes until the person follows', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person({ onPipe: () => undefined });
    await using mallory = await person();
    await joinBoth(room, alice, mallory);
    const stream = (await mallory.connect(alice.id)).pipe({ name: 'letter', bytes: LENGTH });
    const sent = send(stream, LENGTH);
    const request = await first('a request', alice.requests, () => true);
    assert.deepEqual([request.from, request.room, request.isAccepted], [mallory.id, room.id, false]);
    assert.deepEqual(request.offer, { name: 'letter', bytes: LENGTH });
    const waiting = () => request.preview().reduce((sum, bytes) => sum + bytes.length, 0);
    await until('the first window to fill', () => waiting() === FIRST_CREDIT);
    // Whatever else comes through the tunnel, of the pipe nothing more does.
    await (await mallory.connect(alice.id)).roundTrip();
    assert.equal(waiting(), FIRST_CREDIT);

    await alice.follow(mallory.id);
    await request.settled;
    assert.ok(request.isAccepted);
    const { length, digest } = await digestOf(request.accept());
    assert.deepEqual({ length, digest }, { length: LENGTH, digest: await sent });
    assert.equal(alice.requests.size, 0);
  });

  test('is ended with a sentence where it is refused, or its sender is blocked', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person({ onPipe: () => undefined });
    await using mallory = await person();
    await joinBoth(room, alice, mallory);
    const toAlice = await mallory.connect(alice.id);
    const refused = toAlice.pipe();
    (await first('a request', alice.requests, () => true)).refuse();
    await assert.rejects(refused.closed, { name: 'PeerStreamError', message: /they do not want it/ });
    await none('requests', alice.requests, () => true);
    const blocked = toAlice.pipe();
    await first('a request', alice.requests, () => true);
    await alice.contacts.block(mallory.id);
    await assert.rejects(blocked.closed, { name: 'PeerStreamError' });
    await toAlice.closed;
    assert.equal(alice.requests.size, 0);
  });

  test('asks no questions where the person wants it so', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person({ strangers: 'accept' });
    await using bob = await person();
    await joinBoth(room, alice, bob);
    await assertReturns(await bob.connect(alice.id), LENGTH);
    assert.equal((await meets(alice, bob.id)).opener, 'there');
  });

  test('is refused by a program that takes nothing', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using alice = await person({ onPipe: undefined as never });
    await using bob = await person();
    await joinBoth(room, alice, bob);
    const stream = (await bob.connect(alice.id)).pipe();
    await assert.rejects(stream.closed, /nothing can be sent to this program/);
  });
});
