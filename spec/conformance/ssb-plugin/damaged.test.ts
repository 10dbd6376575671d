import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { startOurRoom } from '../our-room.ts';
import { connectFrames, type Frame, type FramePeer } from '../stock/frames.ts';
import { assertTunnel } from '../stock/meeting.ts';
import { answering, asking, ending, failing } from '../stock/transcript.ts';
import { openRawTunnel, openTunnelFrames } from './tunnel-frames.ts';

/** Each ends a secret-stack app without our plugin, or is nonsense in another way. */
const DAMAGED: readonly Omit<Frame, 'req'>[] = [
  { stream: false, end: false, value: null },
  { stream: true, end: false, value: null },
  { stream: true, end: true, value: null },
  { stream: true, end: true, value: false },
  { stream: true, end: true, value: 0 },
  { stream: false, end: true, value: null },
  { stream: false, end: false, value: 7 },
  { stream: false, end: false, value: [] },
  { stream: true, end: false, value: 'text' },
  { stream: true, end: false, value: Buffer.from([0]) },
  { stream: true, end: false, value: { name: null, args: null, type: null } },
  { stream: false, end: false, value: { name: ['tunnel', 'connect'], args: [null] } },
  { stream: true, end: false, value: { name: ['tunnel', 'connect'], args: [null], type: 'duplex' } },
  { stream: true, end: false, value: { name: ['__proto__', 'x'], args: [], type: 'source' } },
  { stream: true, end: true, value: { name: 'Error', message: 'never begun' } },
];

async function attend(address: string): Promise<FramePeer> {
  const peer = await connectFrames(address);
  peer.send(asking(1, ['tunnel', 'announce'], []));
  assert.deepEqual(await peer.next(-1), answering(1, true));
  return peer;
}

describe('a stranger in the room', () => {
  test('sends damaged frames through tunnels, and the app goes on', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await app.plugin('connect', room.address);
    for (const damaged of DAMAGED) {
      using stranger = await attend(room.address);
      using frames = await openTunnelFrames(stranger, app.id);
      frames.send({ ...damaged, req: 3 });
      frames.send({
        req: 5,
        stream: false,
        end: false,
        value: { name: ['peer', 'echo'], args: ['still there'] },
      });
      await Promise.race([frames.next(-5), stranger.next(-7)]).catch(() => {});
    }
    await using friend = await startStockApp({ generation: 'open-rooms' });
    await friend.plugin('connect', room.address);
    await assertTunnel(room, friend, app);
  });

  test('sends what is no handshake, and the app goes on', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await app.plugin('connect', room.address);
    for (const bytes of [
      Buffer.alloc(64, 1),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(10)),
      Buffer.alloc(100_000),
    ]) {
      using stranger = await attend(room.address);
      const tunnel = openRawTunnel(stranger, app.id);
      tunnel.send(bytes);
      assert.ok((await tunnel.next()).end);
    }
    await using friend = await startStockApp({ generation: 'open-rooms' });
    await friend.plugin('connect', room.address);
    await assertTunnel(room, friend, app);
  });

  test('opens eight tunnels at most; when one has ended there is room for another', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await app.plugin('connect', room.address);
    using stranger = await attend(room.address);
    const dial = (req: number) =>
      stranger.send(asking(req, ['tunnel', 'connect'], [{ target: app.id }], 'duplex'));
    for (let req = 10; req < 19; req++) dial(req);
    const refusal = `could not connect to:${app.id}, who has too many tunnels open`;
    assert.deepEqual(await stranger.next(-18), failing(-18, refusal));
    stranger.send(ending(10));
    assert.deepEqual(await stranger.next(-10), ending(-10));
    using frames = await openTunnelFrames(stranger, app.id);
    frames.send({ req: 1, stream: false, end: false, value: { name: ['peer', 'echo'], args: [1] } });
    assert.equal((await frames.next(-1)).value, 1);
  });

  test('may call what the app lets strangers call, and nothing of the plugin', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using app = await startStockApp({ generation: 'open-rooms' });
    await app.plugin('connect', room.address);
    using stranger = await attend(room.address);
    using frames = await openTunnelFrames(stranger, app.id);
    frames.send({ req: 1, stream: false, end: false, value: { name: ['peer', 'echo'], args: [{ a: 1 }] } });
    assert.deepEqual((await frames.next(-1)).value, { a: 1 });
    for (const [at, name] of ['connect', 'follow', 'dial', 'registerAlias'].entries()) {
      const req = at + 2;
      frames.send({ req, stream: false, end: false, value: { name: ['openRooms', name], args: ['x'] } });
      const { end, value } = await frames.next(-req);
      assert.ok(end);
      assert.match(JSON.stringify(value), /is not in list of allowed methods/);
    }
  });
});
