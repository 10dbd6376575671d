import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, fromBase64, openChunk, readChunk } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { Client } from '../../client.ts';
import { createIdentity } from '../../identity/identity.ts';
import { FakeWorld, settled } from '../../testing/fake-world.ts';
import { MemoryCarrier } from '../../testing/memory-carrier.ts';
import { TestSource, type TestSourceOptions } from '../../testing/test-source.ts';
import { hello, TestViewer } from '../../testing/test-viewer.ts';
import type { ShareOptions } from '../share.ts';
import {
  CODEC_CALM_MS,
  CODEC_PAUSE_MS,
  LAST_PICTURES_MS,
  SHARE_BEAT_MS,
  SHARE_LOOK_MS,
} from '../share-limits.ts';

const PLACE = 'room.example:8008';
const links = () => Promise.reject(new Error('nothing is linked in this test'));

/** Somebody who shares in a room where others are. */
async function scene(options: ShareOptions = {}, about: TestSourceOptions = {}) {
  const world = new FakeWorld();
  const { room, address } = world.room(PLACE);
  room.answers.set('room.share', (_guest, stream) => stream.send(true));
  room.answers.set('room.unshare', (_guest, stream) => stream.send(true));
  const { runtime } = world;
  const enter = async () => {
    const client = await Client.open({
      ...{ identity: createIdentity(runtime.crypto), runtime, networkKey: NETWORK_KEY, links },
    });
    const kept = await client.join(address);
    await settled();
    return { client, kept };
  };
  const { client, kept } = await enter();
  const source = new TestSource(world.clock, about);
  const share = await client.stage(kept).share(source, options);
  const asks = (id: FeedId, said: Parameters<typeof hello>[1] = {}) => {
    const viewer = new TestViewer(id);
    share.accept(id, viewer.line, hello(share.id, said));
    return viewer;
  };
  /** Somebody enters the room and watches. */
  const comes = async (said: Parameters<typeof hello>[1] = {}) => asks((await enter()).client.id, said);
  const pass = async (ms: number) => {
    world.clock.advance(ms);
    await settled();
  };
  return { world, room, client, share, source, enter, asks, comes, pass };
}

describe('a share lets in', () => {
  test('whoever is in the room, also as it was when it went away', async () => {
    const { room, world, share, enter, asks, comes } = await scene();
    const ann = await comes();
    assert.equal(ann.told[0]?.type, 'welcome');
    assert.deepEqual(asks(createIdentity(sodium).id).told, [{ type: 'refused', why: 'not-here' }]);
    const { client: bob } = await enter();
    world.rooms.delete(PLACE);
    room.cut();
    await settled();
    assert.equal(asks(bob.id).told[0]?.type, 'welcome');
    assert.deepEqual(
      share.viewers.value.map(({ id }) => id),
      [ann.id],
      'many changes in one turn are told as one',
    );
    await settled();
    assert.equal(share.viewers.value.length, 2);
  });

  test('nobody who is blocked; whoever is blocked later is removed', async () => {
    const { client, comes, asks } = await scene();
    const ann = await comes();
    const bob = await comes();
    await client.contacts.block(ann.id);
    assert.deepEqual(ann.told.at(-1), { type: 'ended', why: 'removed' });
    assert.equal(bob.all('key').at(-1)?.epoch, 2);
    const other = createIdentity(sodium).id;
    await client.contacts.block(other);
    assert.deepEqual(asks(other).told, [{ type: 'refused', why: 'not-invited' }]);
  });

  test('only those who are named, where some are', async () => {
    const named = createIdentity(sodium).id;
    const { comes, asks } = await scene({ only: [named] });
    assert.deepEqual((await comes()).told, [{ type: 'refused', why: 'not-invited' }]);
    assert.deepEqual(asks(named).told, [{ type: 'refused', why: 'not-here' }], 'and are in the room');
  });
});

describe('a share', () => {
  test('goes over to a codec that a newcomer decodes, with a keyframe, and back when they are gone', async () => {
    const { source, share, comes, pass } = await scene();
    source.frame();
    const ann = await comes();
    assert.deepEqual([ann.told[0]?.type, share.rate.value.codec], ['welcome', 'av1']);
    await pass(2_000);
    const keys = source.keysAsked;
    const bob = await comes({ decodes: ['h264'] });
    await settled();
    assert.deepEqual([source.settings.at(-1)?.codec, source.keysAsked], ['h264', keys + 1]);
    assert.equal(ann.all('welcome').at(-1)?.codec, 'h264');
    bob.says({ type: 'bye' });
    await settled();
    assert.equal(share.rate.value.codec, 'h264', 'others may come');
    source.frame();
    await pass(CODEC_CALM_MS);
    await pass(SHARE_BEAT_MS);
    assert.equal(share.rate.value.codec, 'av1');
  });

  test('changes its codec no faster than now and then, whatever a viewer says that it decodes', async () => {
    const { source, share, comes, asks, pass } = await scene();
    source.frame();
    await pass(0);
    const codecs = () =>
      source.settings.map(({ codec }) => codec).filter((codec, n, all) => codec !== all[n - 1]);
    const ann = await comes({ decodes: ['h264'] });
    await settled();
    assert.deepEqual(codecs(), ['av1', 'h264']);
    for (let times = 0; times < 5; times++) {
      asks(ann.id, { decodes: ['av1'] });
      await settled();
      asks(ann.id, { decodes: ['h264'] });
      await settled();
    }
    asks(ann.id, { decodes: ['av1'] });
    await settled();
    assert.deepEqual(codecs(), ['av1', 'h264']);
    await pass(CODEC_PAUSE_MS);
    await pass(SHARE_BEAT_MS);
    assert.deepEqual([codecs(), share.rate.value.codec], [['av1', 'h264', 'av1'], 'av1']);
  });

  test('tells what its viewers report a few times a second, however many they are', async () => {
    const { share, comes, pass } = await scene();
    const ann = await comes();
    await settled();
    let told = 0;
    share.viewers.subscribe(() => told++);
    told = 0;
    for (let fps = 1; fps <= 20; fps++) {
      ann.says({ type: 'report', fps, layers: 0, capacity: 2, children: [], state: 'playing' });
      await settled();
    }
    assert.equal(told, 0);
    await pass(SHARE_LOOK_MS);
    assert.deepEqual([told, share.viewers.value[0]?.fps], [1, 20]);
  });

  test('says once a second that it lives, and at once that it is paused', async () => {
    const { world, source, share, comes, pass } = await scene();
    source.frame();
    const ann = await comes();
    source.frame();
    await pass(SHARE_BEAT_MS);
    await pass(SHARE_BEAT_MS);
    const [first, second, ...more] = ann.all('beat');
    assert.deepEqual([first?.newest, first?.watching, first?.state], [{ group: 0, sequence: 1 }, 1, 'live']);
    assert.deepEqual([(second?.at ?? 0) - (first?.at ?? 0), more.length], [SHARE_BEAT_MS, 0]);
    assert.equal(second?.at, world.runtime.now());
    share.pause();
    assert.equal(ann.all('beat').at(-1)?.state, 'paused');
    share.resume();
    assert.equal(ann.all('beat').at(-1)?.state, 'live');
  });

  test('is sealed from whoever was removed: with a key that they were not given', async () => {
    const { source, share, comes, pass } = await scene();
    source.frame();
    const [ann, bob] = [await comes(), await comes()];
    const feeder = bob.all('place').at(-1)?.parent;
    const carrier = new MemoryCarrier('direct');
    assert.ok(
      feeder && share.feeding.accept(bob.id, carrier, { kind: 'hello', ticket: feeder.ticket, layers: 3 }),
    );
    share.remove(ann.id);
    await pass(1_000);
    assert.equal(source.keysAsked, 1);
    const frame = source.frame();
    const fed = carrier.sent.flatMap((sent) => (sent.kind === 'chunk' ? [readChunk(sent.bytes)] : []));
    const last = fed.at(-1);
    assert.equal(fed.length, 2);
    const open = (viewer: TestViewer) => {
      const key = viewer.all('key').find(({ epoch }) => epoch === last?.epoch)?.key;
      return last && key && openChunk(sodium, last, fromBase64(key) ?? new Uint8Array(32));
    };
    assert.deepEqual(open(bob), frame);
    assert.equal(open(ann), undefined);
  });

  test('tells its viewers that its source is another, and ends with it', async () => {
    const { world, share, source, comes, pass } = await scene({}, { name: 'a'.repeat(1_000) });
    const ann = await comes();
    assert.equal(ann.all('welcome')[0]?.name?.length, 200);
    const other = new TestSource(world.clock, { kind: 'camera', codecs: ['h264'] });
    share.replace(other);
    assert.deepEqual(
      ann.all('welcome').map(({ kind, codec }) => [kind, codec]),
      [
        ['screen', 'av1'],
        ['camera', 'h264'],
      ],
    );
    source.end();
    assert.equal(share.state.value, 'live');
    other.end('the camera is gone');
    assert.deepEqual([share.state.value, share.fault], ['ended', 'the camera is gone']);
    assert.ok(other.isStopped);
    await pass(LAST_PICTURES_MS - 1);
    assert.equal(ann.cut, undefined, 'what was shown last is on its way');
    await pass(1);
    assert.deepEqual([ann.told.at(-1), ann.cut], [{ type: 'ended', why: 'stopped' }, '']);
  });
});
