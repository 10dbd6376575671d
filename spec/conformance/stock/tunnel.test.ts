import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_TUNNELS_PER_TARGET } from '@open-rooms/room-server/tunnels/tunnels.ts';
import { ssbKeys } from '../../stock/packages.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { connectFrames, type FramePeer } from './frames.ts';
import { answering, asking, ending, failing, flowing } from './transcript.ts';

const CALL = 7;

const BEFORE = Buffer.from('before');
const AFTER = Buffer.from('after');

interface Tunnel {
  readonly room: OurRoom;
  readonly alice: FramePeer;
  readonly bob: FramePeer;
  /** The number of the request that the room makes at Bob. */
  readonly at: number;
}

/** Alice opens a tunnel to Bob, request 7 of hers; `transcript` is what they say in it. */
async function withTunnel(transcript: (tunnel: Tunnel) => Promise<void>): Promise<void> {
  await using room = await startRoomProcess({ name: 'Garden' });
  using alice = await connectFrames(room.address);
  using bob = await connectFrames(room.address);
  await announce(bob);
  alice.send(asking(CALL, ['tunnel', 'connect'], [{ portal: room.id, target: bob.id }], 'duplex'));
  const { req } = await bob.asked('tunnel', 'connect');
  await transcript({ room, alice, bob, at: req });
}

async function announce(peer: FramePeer): Promise<void> {
  peer.send(asking(1, ['tunnel', 'announce'], []));
  assert.deepEqual(await peer.next(-1), answering(1, true));
}

describe('how a tunnel opens', () => {
  test('the target is told who calls, as the handshake proved it, and whatever the caller claims', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connectFrames(room.address);
    using bob = await connectFrames(room.address);
    await announce(bob);
    const origin = ssbKeys().generate().id;
    const wishes = [{ target: bob.id }, { portal: room.id, target: bob.id, origin, more: 1 }, bob.id];
    for (const method of ['tunnel', 'room']) {
      for (const wish of wishes) {
        alice.send(asking(CALL, [method, 'connect'], [wish], 'duplex'));
        const { req, stream, value } = await bob.asked('tunnel', 'connect');
        const args = [{ portal: room.id, target: bob.id, origin: alice.id }];
        assert.deepEqual(
          { stream, value },
          { stream: true, value: { name: ['tunnel', 'connect'], args, type: 'duplex' } },
        );
        bob.send(ending(-req));
        alice.send(ending(CALL));
        assert.deepEqual(await alice.next(-CALL), ending(-CALL));
      }
    }
  });

  test('"instance" is passed on: ssb-tunnel serves only whom it comes from', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connectFrames(room.address);
    using bob = await connectFrames(room.address);
    await announce(bob);
    alice.send(asking(CALL, ['tunnel', 'connect'], [{ target: bob.id, instance: 0 }], 'duplex'));
    const { value } = await bob.asked('tunnel', 'connect');
    const args = [{ portal: room.id, target: bob.id, origin: alice.id, instance: 0 }];
    assert.deepEqual(value, { name: ['tunnel', 'connect'], args, type: 'duplex' });
  });

  test('data that follows the request at once comes after it, whole and in order', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using alice = await connectFrames(room.address);
    using bob = await connectFrames(room.address);
    await announce(bob);
    alice.send(asking(CALL, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
    for (let byte = 0; byte < 100; byte++) alice.send(flowing(CALL, Buffer.alloc(64, byte)));
    const { req } = await bob.asked('tunnel', 'connect');
    for (let byte = 0; byte < 100; byte++) {
      assert.deepEqual(await bob.next(req), flowing(req, Buffer.alloc(64, byte)));
    }
  });

  test('a target that refuses is heard word for word', () =>
    withTunnel(async ({ alice, bob, at }) => {
      bob.send(failing(-at, 'could not connect to me'));
      assert.deepEqual(await alice.next(-CALL), failing(-CALL, 'could not connect to me'));
      assert.deepEqual(await bob.next(at), ending(at));
    }));
});

describe('what flows in a tunnel', () => {
  test('bytes come out as they went in, both ways', () =>
    withTunnel(async ({ alice, bob, at }) => {
      for (const bytes of [Buffer.from([0, 1, 255]), Buffer.alloc(200_000, 'ab')]) {
        alice.send(flowing(CALL, bytes));
        assert.deepEqual(await bob.next(at), flowing(at, bytes));
        bob.send(flowing(-at, bytes));
        assert.deepEqual(await alice.next(-CALL), flowing(-CALL, bytes));
      }
    }));

  test('text and JSON come out as bytes: nobody takes them for a call', () =>
    withTunnel(async ({ alice, bob, at }) => {
      const call = { name: ['whoami'], args: [], type: 'source' };
      for (const value of ['text', call]) alice.send(flowing(CALL, value));
      assert.deepEqual(await bob.next(at), flowing(at, Buffer.from('text')));
      assert.deepEqual(await bob.next(at), flowing(at, Buffer.from(JSON.stringify(call))));
    }));

  test('empty frames are dropped: stock readers take them for a goodbye', () =>
    withTunnel(async ({ alice, bob, at }) => {
      for (const bytes of [Buffer.alloc(0), AFTER]) alice.send(flowing(CALL, bytes));
      assert.deepEqual(await bob.next(at), flowing(at, AFTER));
    }));

  test('many tunnels of one pair keep apart', () =>
    withTunnel(async ({ alice, bob, at }) => {
      alice.send(asking(8, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
      const { req } = await bob.asked('tunnel', 'connect');
      assert.notEqual(req, at);
      alice.send(flowing(8, AFTER));
      alice.send(flowing(CALL, BEFORE));
      assert.deepEqual(await bob.next(at), flowing(at, BEFORE));
      assert.deepEqual(await bob.next(req), flowing(req, AFTER));
    }));
});

describe('how a tunnel ends', () => {
  for (const [who, says] of [
    ['the caller', ending],
    ['the target', ending],
    ['the caller', failing],
    ['the target', failing],
  ] as const) {
    test(`${who} ends it ${says === ending ? 'well' : 'with an error'}: what went before arrives, and both are told`, () =>
      withTunnel(async ({ alice, bob, at }) => {
        const own = { peer: alice, sends: CALL, reads: -CALL };
        const other = { peer: bob, sends: -at, reads: at };
        const [from, to] = who === 'the caller' ? [own, other] : [other, own];
        from.peer.send(flowing(from.sends, BEFORE));
        from.peer.send(says(from.sends, 'enough'));
        assert.deepEqual(await to.peer.next(to.reads), flowing(to.reads, BEFORE));
        assert.deepEqual(await to.peer.next(to.reads), says(to.reads, 'enough'));
        assert.deepEqual(await from.peer.next(from.reads), ending(from.reads));
      }));
  }

  test('with the connection of either side', async () => {
    await withTunnel(async ({ alice, bob, at }) => {
      alice[Symbol.dispose]();
      assert.deepEqual(await bob.next(at), failing(at, 'the connection ended'));
    });
    await withTunnel(async ({ alice, bob }) => {
      bob[Symbol.dispose]();
      assert.deepEqual(await alice.next(-CALL), failing(-CALL, 'the connection ended'));
    });
  });

  test('not when its target leaves the list', () =>
    withTunnel(async ({ alice, bob, at }) => {
      bob.send(asking(2, ['tunnel', 'leave'], []));
      assert.deepEqual(await bob.next(-2), answering(2, true));
      alice.send(flowing(CALL, AFTER));
      assert.deepEqual(await bob.next(at), flowing(at, AFTER));
      alice.send(asking(8, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
      assert.deepEqual(await alice.next(-8), failing(-8, `could not connect to:${bob.id}`));
    }));
});

describe('how many tunnels', () => {
  test(`a target serves ${MAX_TUNNELS_PER_TARGET} at once; when one has ended there is room for another`, async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await connectFrames(room.address);
    await announce(bob);
    using callers = new DisposableStack();
    const dial = async (caller: FramePeer, req: number) => {
      caller.send(asking(req, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
      return (await bob.asked('tunnel', 'connect')).req;
    };
    let alice = callers.use(await connectFrames(room.address));
    let at = 0;
    for (let open = 0; open < MAX_TUNNELS_PER_TARGET; open++) {
      if (open > 0 && open % 128 === 0) alice = callers.use(await connectFrames(room.address));
      at = await dial(alice, 1 + (open % 128));
    }
    alice.send(asking(200, ['tunnel', 'connect'], [{ target: bob.id }], 'duplex'));
    const full = `could not connect to:${bob.id}, who has ${MAX_TUNNELS_PER_TARGET} tunnels open`;
    assert.deepEqual(await alice.next(-200), failing(-200, full));
    bob.send(failing(-at, 'enough'));
    await bob.next(at);
    await dial(alice, 201);
  });
});
