import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type StockApp, type StockAppOptions, startStockApp } from './app.ts';
import type { Generation } from './app-messages.ts';
import { stockInvite, stockMuxrpc } from './muxrpc.ts';
import { ssbKeys } from './packages.ts';
import { type StockRoom, startStockRoom } from './room.ts';
import { StockError, values } from './stream.ts';

/** The seed that ends every invite of ssb-room 1.3.0. */
const ROOM_INVITE_SEED = 'SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=';

const generations: readonly Generation[] = ['room-client', 'rooms1-client', 'ssb-tunnel'];

function optionsFor(generation: Generation, room: StockRoom): StockAppOptions {
  return generation === 'ssb-tunnel' ? { generation, portal: room.address } : { generation };
}

/** Brings two apps into the room and waits until each can dial the other. */
async function meet(room: StockRoom, address: string, left: StockApp, right: StockApp): Promise<void> {
  for (const app of [left, right]) {
    if (app.state.portal === null) assert.equal(await app.connect(address), room.id);
  }
  await left.waitForAttendant(room.id, right.id);
  await right.waitForAttendant(room.id, left.id);
}

async function assertEcho(room: StockRoom, from: StockApp, to: StockApp): Promise<void> {
  const answer = await from.dialThroughTunnel(room.id, to.id, { hello: 'tunnel' });
  assert.deepEqual(answer, { echo: { hello: 'tunnel' }, remoteId: to.id, seenAs: from.id });
  const duplex = await from.duplex(to.id, ['probe', 'echoDuplex']);
  await duplex.write('text');
  await duplex.write(Buffer.from([0, 1, 255]));
  assert.deepEqual(await duplex.read(), { value: 'text' });
  assert.deepEqual(await duplex.read(), { value: Buffer.from([0, 1, 255]) });
}

describe('stock apps meet in the stock room', () => {
  for (const generation of generations) {
    test(`two ${generation} apps echo through a tunnel`, async () => {
      await using room = await startStockRoom({ name: 'stock' });
      await using left = await startStockApp(optionsFor(generation, room));
      await using right = await startStockApp(optionsFor(generation, room));
      if (generation === 'ssb-tunnel') {
        await left.waitForAnnouncement();
        await right.waitForAnnouncement();
      } else {
        await meet(room, room.address, left, right);
      }
      await assertEcho(room, left, right);
    });
  }

  test('two room-client apps echo through a tunnel over WebSocket', async () => {
    await using room = await startStockRoom({ transports: 'net+ws' });
    assert.ok(room.wsAddress !== null);
    await using left = await startStockApp({ generation: 'room-client', transports: 'net+ws' });
    await using right = await startStockApp({ generation: 'room-client', transports: 'net+ws' });
    await meet(room, room.wsAddress, left, right);
    await assertEcho(room, left, right);
  });

  test('an app that dies is gone from what the others see', async () => {
    await using room = await startStockRoom();
    await using left = await startStockApp({ generation: 'room-client' });
    await using right = await startStockApp({ generation: 'room-client' });
    await meet(room, room.address, left, right);
    await right.kill();
    await left.waitForAbsence(room.id, right.id);
  });
});

describe('raw calls at the room', () => {
  test('from an app: results, a live source and errors as they came', async () => {
    await using room = await startStockRoom({ name: 'stock' });
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(room.address);
    assert.deepEqual(await app.call(room.id, ['tunnel', 'isRoom']), { name: 'stock' });
    for await (const ids of values(await app.source(room.id, ['tunnel', 'endpoints']))) {
      if (Array.isArray(ids) && ids.includes(app.id)) break;
    }
    await assert.rejects(
      app.call(room.id, ['room', 'metadata']),
      new StockError({
        name: 'Error',
        message: 'method:room,metadata is not in list of allowed methods',
      }),
    );
    const tunnel = await app.duplex(room.id, ['tunnel', 'connect'], { target: room.id });
    assert.deepEqual(await tunnel.read(), {
      end: { name: 'Error', message: `could not connect to: ${room.id}` },
    });
  });

  test('from bare muxrpc, and with the seed of an invite', async () => {
    await using room = await startStockRoom();
    const keys = ssbKeys().generate();
    const manifest = { tunnel: { isRoom: 'async', endpoints: 'source', connect: 'duplex' } } as const;
    using client = await stockMuxrpc(room.address, { manifest, keys });
    assert.equal(client.remoteId, room.id);
    assert.equal(await client.call(['tunnel', 'isRoom']), true);
    assert.deepEqual(await client.source(['tunnel', 'endpoints']).read(), { value: [keys.id] });
    const unknown = ssbKeys().generate().id;
    assert.deepEqual(await client.duplex(['tunnel', 'connect'], { target: unknown }).read(), {
      end: { name: 'Error', message: `could not connect to: ${unknown}` },
    });
    assert.equal(await stockInvite(`${room.address}:${ROOM_INVITE_SEED}`, keys.id), true);
    const [, host, port] = room.address.split(/[:~]/);
    assert.equal(await stockInvite(`${host}:${port}:${room.id}~${ROOM_INVITE_SEED}`, keys.id), true);
    await room.stop();
    await client.waitForEnd();
  });
});

describe('the kit tells of a peer that ended', () => {
  test('a crash rejects the calls under way and the stop, with the signal', async () => {
    const app = await startStockApp({ generation: 'room-client' });
    const waiting = app.waitFor('nothing', () => false);
    process.kill(app.pid, 'SIGABRT');
    await assert.rejects(waiting, /room-client app .* ended unasked with SIGABRT/);
    await assert.rejects(app.stop(), /ended unasked with SIGABRT/);
  });
});
