import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  isShareId,
  newShareId,
  type SignedAnnouncement,
  type Stream,
  signAnnouncement,
  verifyAnnouncement,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { Client } from '../client.ts';
import { ASK_AGAIN_MS } from '../connection/limits.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import { FakeWorld, settled } from '../testing/fake-world.ts';
import { TestSource } from '../testing/test-source.ts';
import { ShareError } from './share-error.ts';

const PLACE = 'room.example:8008';

/** Links that never come: nobody is watched or watches here. */
const links = () => Promise.reject(new Error('nothing is linked in this test'));

/** Somebody in a room that knows a stage, and what of it is said and heard there. */
async function scene({ knowsStages = true } = {}) {
  const world = new FakeWorld();
  const { room, address } = world.room(PLACE);
  const stage: {
    shares: SignedAnnouncement[];
    readers: Stream[];
    announced: SignedAnnouncement[];
    ended: unknown[];
  } = { shares: [], readers: [], announced: [], ended: [] };
  if (knowsStages) {
    room.answers.set('room.stage', (_guest, stream) => {
      stage.readers.push(stream);
      stream.send({ type: 'shares', shares: stage.shares });
    });
    room.answers.set('room.share', (_guest, stream, [signed]) => {
      stage.announced.push(signed as SignedAnnouncement);
      stream.send(true);
    });
    room.answers.set('room.unshare', (_guest, stream, [id]) => {
      stage.ended.push(id);
      stream.send(true);
    });
  }
  const { runtime } = world;
  const identity = createIdentity(runtime.crypto);
  const client = await Client.open({ identity, runtime, networkKey: NETWORK_KEY, links });
  const kept = await client.join(address);
  await settled();
  const said = (event: unknown) => {
    stage.readers.at(-1)?.send(event);
    return settled();
  };
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      world.clock.advance(Math.min(left, 500));
      await settled();
    }
  };
  return { world, room, client, kept, stage, said, pass, here: client.stage(kept) };
}

/** What somebody's share looks like in a room. */
function shareOf(identity: Identity, room: string, at = 5): SignedAnnouncement {
  const about = {
    room: room as Identity['id'],
    by: identity.id,
    share: newShareId(sodium.randomBytes(16)),
    at,
  };
  return signAnnouncement(sodium, identity.secretKey, about);
}

describe('what is shared in a room', () => {
  test('is what the room lists, each by its sharer’s word, as it comes and goes', async () => {
    const { room, here, said } = await scene();
    const ann = createIdentity(sodium);
    const [first, second] = [shareOf(ann, room.id), shareOf(ann, room.id, 9)];
    await said({ type: 'began', share: first });
    await said({ type: 'began', share: second });
    await said({ type: 'began', share: { ...second, at: 10 } });
    const elsewhere = shareOf(ann, createIdentity(sodium).id);
    await said({ type: 'began', share: elsewhere });
    assert.deepEqual(
      here.snapshot().map(({ id, by, since, isOwn }) => ({ id, by, since, isOwn })),
      [first, second].map(({ share, at }) => ({ id: share, by: ann.id, since: at, isOwn: false })),
    );
    const seen: string[] = [];
    using _watching = here.watch({ joined: () => undefined, left: ({ id }) => seen.push(id) });
    await said({ type: 'ended', by: ann.id, share: first.share });
    assert.deepEqual(seen, [first.share]);
    assert.equal(here.size, 1);
  });

  test('is asked for again when the room is back, and shown as it was meanwhile', async () => {
    const { room, here, stage, said, pass } = await scene();
    const ann = createIdentity(sodium);
    const [gone, stays] = [shareOf(ann, room.id), shareOf(ann, room.id)];
    await said({ type: 'began', share: gone });
    await said({ type: 'began', share: stays });
    const [, before] = here.snapshot();
    stage.shares = [stays];
    room.cut();
    await settled();
    assert.equal(here.size, 2);
    await pass(3_000);
    assert.deepEqual(here.snapshot(), [before]);
    assert.equal(stage.readers.length, 2);
  });

  test('is asked for again where the room stops telling it, though the connection goes on', async () => {
    const { stage, pass } = await scene();
    stage.readers[0]?.end();
    await pass(ASK_AGAIN_MS - 500);
    assert.equal(stage.readers.length, 1);
    await pass(1_000);
    assert.equal(stage.readers.length, 2);
  });

  test('by somebody who is blocked is not shown, until they are not', async () => {
    const { room, here, said, client } = await scene();
    const ann = createIdentity(sodium);
    await said({ type: 'began', share: shareOf(ann, room.id) });
    await client.contacts.block(ann.id);
    assert.equal(here.size, 0);
    await said({ type: 'began', share: shareOf(ann, room.id) });
    assert.equal(here.size, 0);
    await client.contacts.unblock(ann.id);
    assert.equal(here.size, 2);
  });

  test('is nothing in a room that knows no stage, nor after it was left', async () => {
    const { here, client, kept } = await scene({ knowsStages: false });
    assert.equal(here.size, 0);
    client.leave(kept);
    await settled();
    assert.notEqual(client.stage(kept), here);
    await assert.rejects(client.stage(kept).share(new TestSource(new FakeWorld().clock)), { fault: 'left' });
  });
});

describe('a share of one’s own', () => {
  test('is announced by its sharer’s word, listed, and ended where it is stopped', async () => {
    const { world, room, client, here, stage } = await scene();
    const source = new TestSource(world.clock);
    const share = await here.share(source);
    const [signed] = stage.announced;
    assert.ok(signed && verifyAnnouncement(sodium, room.id, signed));
    assert.deepEqual([signed.by, signed.share, isShareId(share.id)], [client.id, share.id, true]);
    const [listed] = here.snapshot();
    assert.deepEqual([listed?.id, listed?.isOwn, here.own.snapshot()], [share.id, true, [share]]);
    await assert.rejects(async () => listed?.watch({ decodes: ['av1'] }), RangeError);
    assert.equal(share.state.value, 'live');
    share.stop();
    await settled();
    assert.deepEqual([here.size, here.own.size, stage.ended, source.isStopped], [0, 0, [share.id], true]);
    assert.equal(share.state.value, 'ended');
  });

  test('is announced again when the room is back, and was live all the time', async () => {
    const { world, room, here, stage, pass } = await scene();
    const share = await here.share(new TestSource(world.clock));
    room.cut();
    await settled();
    assert.deepEqual([share.state.value, here.size], ['live', 1]);
    await pass(3_000);
    assert.deepEqual(
      stage.announced.map(({ share: id, at }) => [id, at]),
      [
        [share.id, share.since],
        [share.id, share.since],
      ],
    );
  });

  test('that the room does not take back at once is announced again until it does', async () => {
    const { world, room, here, stage, pass } = await scene();
    await here.share(new TestSource(world.clock));
    let refusals = 2;
    const takes = room.answers.get('room.share');
    room.answers.set('room.share', (guest, stream, args) => {
      if (refusals-- > 0) stream.fail('too-many: wait some seconds');
      else takes?.(guest, stream, args);
    });
    room.cut();
    // When the room is there again is left to chance.
    for (let turn = 0; refusals > 0 && turn < 100; turn++) await pass(500);
    assert.equal(refusals, 0);
    assert.equal(stage.announced.length, 1);
    await pass(ASK_AGAIN_MS);
    assert.equal(stage.announced.length, 2);
  });

  test('that ends while it is announced is taken from the list', async () => {
    const { world, room, here, stage } = await scene();
    const source = new TestSource(world.clock);
    const takes = room.answers.get('room.share');
    room.answers.set('room.share', (guest, stream, args) => {
      source.end();
      takes?.(guest, stream, args);
    });
    await assert.rejects(here.share(source), { fault: 'left' });
    await settled();
    assert.deepEqual([stage.announced.map(({ share }) => share), here.size], [stage.ended, 0]);
    assert.equal(stage.ended.length, 1);
  });

  test('ends with its source, by the room being left, and with the client', async () => {
    const { world, here, client, kept } = await scene();
    const [first, second] = [new TestSource(world.clock), new TestSource(world.clock)];
    const [ended, left] = [await here.share(first), await here.share(second)];
    first.end();
    await settled();
    assert.deepEqual([ended.state.value, left.state.value], ['ended', 'live']);
    client.leave(kept);
    assert.deepEqual([left.state.value, second.isStopped], ['ended', true]);
    await client[Symbol.asyncDispose]();
    await settled();
    world.clock.advance(10_000);
    assert.equal(world.clock.waiting, 0);
  });

  test('is refused where the room knows no stage, does not want it, or is away: the source is stopped', async () => {
    const { world, here } = await scene({ knowsStages: false });
    const source = new TestSource(world.clock);
    await assert.rejects(
      here.share(source),
      (error) => error instanceof ShareError && error.fault === 'no-stage',
    );
    assert.ok(source.isStopped);
    const other = await scene();
    other.room.answers.set('room.share', (_guest, stream) =>
      stream.fail('too-many: this room shows eight shares'),
    );
    await assert.rejects(other.here.share(new TestSource(other.world.clock)), {
      fault: 'refused',
      message: 'The room does not let you share: too-many: this room shows eight shares',
    });
    assert.equal(other.here.size, 0);
    other.world.rooms.delete(PLACE);
    other.room.cut();
    await settled();
    const late = new TestSource(other.world.clock);
    await assert.rejects(other.here.share(late), { fault: 'room-away' });
    assert.ok(late.isStopped);
  });

  test('is refused where it cannot be encoded, or nobody could be fed', async () => {
    const { world, here } = await scene();
    await assert.rejects(here.share(new TestSource(world.clock, { codecs: [] })), { fault: 'no-codec' });
    await assert.rejects(here.share(new TestSource(world.clock), { fanOut: 0 }), RangeError);
    await assert.rejects(here.share(new TestSource(world.clock), { fanOut: 1.5 }), RangeError);
    assert.equal(here.size, 0);
  });

  test('is paused and goes on, and changes its mode and source', async () => {
    const { world, here } = await scene();
    const source = new TestSource(world.clock);
    const share = await here.share(source, { mode: 'motion' });
    assert.equal(share.rate.value.mode, 'motion');
    share.pause();
    assert.deepEqual([share.state.value, source.isPaused], ['paused', true]);
    share.resume();
    assert.deepEqual([share.state.value, source.isPaused], ['live', false]);
    const other = new TestSource(world.clock, { codecs: ['vp8'], width: 320, height: 180 });
    share.replace(other);
    share.setMode('detail');
    other.frame();
    world.clock.advance(1_000);
    await settled();
    const { codec, mode, width, height } = share.rate.value;
    assert.deepEqual([codec, mode, width, height, source.isStopped], ['vp8', 'detail', 320, 180, true]);
    assert.throws(() => share.replace(new TestSource(world.clock, { codecs: [] })), { fault: 'no-codec' });
    assert.equal(share.source, other);
  });
});
