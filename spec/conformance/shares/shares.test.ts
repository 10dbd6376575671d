import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createIdentity } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { reaches } from '../client/person.ts';
import { startServer } from '../links/removing-server.ts';
import { startInPlaceOf, startOurRoom } from '../our-room.ts';
import { assertIsSeen, pictures, shares, Viewer } from './sharing.ts';

describe('a share', () => {
  test('is seen by three as it was given out, and by a late one at once, of whom the source hears nothing', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const source = pictures();
    await using sharer = await shares(room, source);
    const { id } = sharer.client;
    await using ann = await Viewer.comes(room, id);
    await using bob = await Viewer.comes(room, id);
    await using cid = await Viewer.comes(room, id);
    const viewers = [ann, bob, cid];
    await Promise.all(viewers.map((viewer) => viewer.sees(20)));
    for (const viewer of viewers) assertIsSeen(viewer, source);
    assert.deepEqual(
      sharer.share.viewers.value.map((viewer) => viewer.id),
      viewers.map((viewer) => viewer.id),
    );
    const given = source.pieces.length;
    await using late = await Viewer.comes(room, id);
    const began = performance.now();
    await late.sees(1);
    process.stdout.write(`# a late viewer saw a picture after ${Math.round(performance.now() - began)} ms\n`);
    await late.sees(10);
    assertIsSeen(late, source);
    const [begin] = late.seen;
    assert.ok(
      source.pieces.findIndex(({ timestamp }) => timestamp === begin?.timestamp) < given,
      'a group from before it came',
    );
    await until('all to say how far behind they are', () =>
      sharer.share.viewers.value.every(({ behindMs }) => behindMs !== undefined && behindMs < 5_000),
    );
  });

  test('is ended for those who watch, and may be begun again', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using sharer = await shares(room, pictures());
    await using ann = await Viewer.comes(room, sharer.client.id);
    await ann.sees();
    sharer.share.stop();
    await ann.becomes('ended');
    assert.deepEqual(ann.watching.state.value, { kind: 'ended', why: 'stopped' });
    const source = pictures();
    const again = await sharer.client.stage(sharer.room).share(source);
    source.run(50);
    await using bob = await Viewer.comes(room, sharer.client.id);
    assert.equal(bob.share.id, again.id);
    await bob.sees();
    assertIsSeen(bob, source);
  });

  test('of which the sharer feeds two is carried to six, and goes on when one who carries it leaves', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const source = pictures();
    await using sharer = await shares(room, source, { fanOut: 2 });
    await using stack = new AsyncDisposableStack();
    const viewers: Viewer[] = [];
    for (let count = 0; count < 6; count++)
      viewers.push(stack.use(await Viewer.comes(room, sharer.client.id)));
    await Promise.all(viewers.map((viewer) => viewer.sees(10)));
    const carriers = () => viewers.filter(({ id }) => viewers.some(({ parent }) => parent === id));
    await until(
      'four to be fed by others',
      () => viewers.filter(({ parent }) => parent !== sharer.client.id).length >= 4,
    );
    for (const viewer of viewers) assertIsSeen(viewer, source);
    const [leaving] = carriers();
    assert.ok(leaving);
    const children = viewers.filter(({ parent }) => parent === leaving.id);
    await leaving.client[Symbol.asyncDispose]();
    const began = performance.now();
    const before = children.map(({ seen }) => seen.length);
    await Promise.all(
      children.map((child) =>
        until('a child to go on', () => child.parent !== leaving.id && child.parent !== undefined),
      ),
    );
    await Promise.all(
      children.map((child, index) => until('it to see more', () => child.seen.length > (before[index] ?? 0))),
    );
    const ms = Math.round(performance.now() - began);
    process.stdout.write(`# ${children.length} children of one who left went on after ${ms} ms\n`);
    const rest = viewers.filter((viewer) => viewer !== leaving);
    await Promise.all(rest.map((viewer) => viewer.sees(10)));
    for (const viewer of rest) assertIsSeen(viewer, source);
    assert.equal(sharer.share.viewers.value.length, 5);
  });

  test('is nothing to somebody who was removed: they see nothing from then on, nor come back', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const source = pictures();
    await using sharer = await shares(room, source);
    await using ann = await Viewer.comes(room, sharer.client.id);
    await using bob = await Viewer.comes(room, sharer.client.id);
    await Promise.all([ann.sees(), bob.sees()]);
    sharer.share.remove(ann.id);
    await ann.becomes('ended');
    assert.deepEqual(ann.watching.state.value, { kind: 'ended', why: 'removed' });
    const { length } = ann.seen;
    await bob.sees(30);
    assertIsSeen(bob, source);
    assert.equal(ann.seen.length, length);
    const again = await ann.share.watch({ decodes: ['av1'] });
    await until('it to be refused', () => again.state.peek().kind === 'refused');
    assert.deepEqual(again.state.peek(), { kind: 'refused', why: 'removed' });
  });

  test('goes on while the room is away; when it is back a fourth joins', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const source = pictures();
    await using sharer = await shares(room, source);
    await using ann = await Viewer.comes(room, sharer.client.id);
    await using bob = await Viewer.comes(room, sharer.client.id);
    await Promise.all([ann.sees(), bob.sees()]);
    await until('all to be fed directly', () =>
      [ann, bob].every(({ watching }) => watching.source.peek()?.through === 'direct'),
    );
    await room.stop();
    await Promise.all(
      [sharer.room, ann.share.room].map((left) => until('the room to be away', () => left.state !== 'open')),
    );
    await Promise.all([ann.sees(40), bob.sees(40)]);
    await using back = await startInPlaceOf(room, { data: room.data });
    await reaches(sharer.room, 'open');
    await using dan = await Viewer.comes(back, sharer.client.id);
    await Promise.all([ann, bob, dan].map((viewer) => viewer.sees(10)));
    for (const viewer of [ann, bob, dan]) assertIsSeen(viewer, source);
  });
});

describe('who may watch', () => {
  test('are those who are named; the others are told so', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    const named = createIdentity(nodeRuntime.crypto);
    await using sharer = await shares(room, pictures(), { only: [named.id] });
    await using stranger = await Viewer.comes(room, sharer.client.id);
    await stranger.becomes('refused');
    assert.deepEqual(stranger.watching.state.value, { kind: 'refused', why: 'not-invited' });
    await using friend = await Viewer.comes(room, sharer.client.id, { identity: named });
    await friend.sees();
  });

  test('is nobody whom the room has removed: the others get another key', async () => {
    await using folder = await temporaryDirectory();
    const server = await startServer(folder.path);
    const [address = ''] = server.addresses;
    const source = pictures();
    await using sharer = await shares({ address }, source);
    await using ann = await Viewer.comes({ address }, sharer.client.id);
    await using bob = await Viewer.comes({ address }, sharer.client.id);
    await Promise.all([ann.sees(), bob.sees()]);
    await server.operations['bans.add']?.(OPERATOR, { who: ann.id, reason: '', expiresAt: null });
    await until('one to be left', () => sharer.share.viewers.value.length === 1);
    const keys = source.keysAsked;
    await until('a keyframe to be asked for', () => source.keysAsked >= Math.max(1, keys));
    const { length } = ann.seen;
    await bob.sees(40);
    assert.ok(ann.seen.length <= length + 1, `${ann.seen.length - length} pieces more`);
    assertIsSeen(bob, source);
    await within('the server to stop', server.stop());
  });

  test('is told that they can decode nothing of it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using sharer = await shares(room, pictures({ codecs: ['av1'] }));
    await using ann = await Viewer.comes(room, sharer.client.id, { decodes: ['vp8'] });
    await ann.becomes('refused');
    assert.deepEqual(ann.watching.state.value, { kind: 'refused', why: 'not-decodable', codec: 'av1' });
  });
});
