import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SecretChannel } from '../channel/secret-channel.ts';
import { Connection, type ConnectionEvents } from '../connection/connection.ts';
import { bodyOf } from '../muxrpc/frame.ts';
import { CLIENT_LIMITS, SERVER_LIMITS } from '../muxrpc/limits.ts';
import type { Stream } from '../muxrpc/stream.ts';
import { sodium } from '../node/sodium.ts';
import { systemClock } from '../node/system-clock.ts';
import { serverIdentity } from '../shs/server.ts';
import { fixedKeys, NETWORK_KEY } from '../testing/index.ts';
import { loadSodium } from './libsodium.ts';
import { connected, ServedWire, until } from './test-web-sockets.ts';

const MIB = 1024 * 1024;

/** A body of a frame as a file transfer makes it. */
const CHUNK_BYTES = 16 * 1024;

/** More than the system takes from a writer whose reader does not read. */
const FLOOD_BYTES = 16 * MIB;

/** A browser's end and a server's end of a secret connection over WebSocket, and the stream that the client opened. */
async function secretStream() {
  const { wire, socket, ...both } = await connected();
  const wasm = await loadSodium();
  const serverKeys = fixedKeys(sodium, 2);
  const asked = Promise.withResolvers<Stream>();
  const opened = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<string>();
  const events: ConnectionEvents = {
    onCaller: () => server.accept(),
    onOpen: () => undefined,
    onRequest: (stream) => asked.resolve(stream),
    onClosed: (reason) => closed.resolve(reason),
  };
  const servedWire = new ServedWire(socket);
  const server: Connection = new Connection(servedWire, {
    channel: SecretChannel.server(sodium, NETWORK_KEY, serverIdentity(sodium, serverKeys)),
    limits: SERVER_LIMITS,
    clock: systemClock,
    allocate: sodium.allocate,
    events,
  });
  servedWire.attach(server);
  const client = new Connection(wire, {
    channel: SecretChannel.client(wasm, NETWORK_KEY, fixedKeys(wasm, 1), serverKeys.publicKey),
    limits: CLIENT_LIMITS,
    clock: systemClock,
    allocate: wasm.allocate,
    events: { ...events, onOpen: () => opened.resolve(), onRequest: (stream) => stream.end() },
  });
  wire.attach(client);
  await opened.promise;
  const near = client.request('talk', 'duplex', []);
  return { ...both, wire, client, server, near, far: await asked.promise, closed: closed.promise };
}

/** Bytes of which none is like its neighbours, so that a lost or swapped one shows. */
function payloadOf(length: number): Buffer {
  return Buffer.from(Uint32Array.from({ length: length / 4 }, (_, n) => n * 2_654_435_761).buffer);
}

/** Sends everything as fast as the stream takes it, then ends. */
function sendAll(stream: Stream, payload: Uint8Array): void {
  let at = 0;
  const push = (): void => {
    while (at < payload.length && !stream.isCongested) {
      stream.sendBytes(payload.subarray(at, at + CHUNK_BYTES));
      at += CHUNK_BYTES;
    }
    if (at < payload.length) stream.wantRoom(0);
    else stream.end();
  };
  stream.receiver = { onFrame: () => undefined, onEnd: () => undefined, onRoom: push };
  push();
}

/** Collects what a stream brings. `onFirst` runs at the first frame. */
function collect(stream: Stream, onFirst: () => void = () => undefined) {
  const chunks: Buffer[] = [];
  const ended = Promise.withResolvers<string | undefined>();
  stream.receiver = {
    onFrame: (frame) => {
      chunks.push(Buffer.from(bodyOf(frame)));
      if (chunks.length === 1) onFirst();
    },
    onEnd: (error) => ended.resolve(error),
  };
  return { chunks, ended: ended.promise };
}

/** The system takes nothing more of a wire: what it takes is gone in a turn or two. */
async function stands(wire: { readonly backlog: number }): Promise<void> {
  let turns = 0;
  await until(() => {
    turns = wire.backlog > 0 ? turns + 1 : 0;
    return turns > 100;
  });
}

describe('a secret connection over WebSocket, with wasm at the near end', () => {
  for (const way of ['up', 'down'] as const) {
    test(`carries a mebibyte ${way}, and says goodbye`, async () => {
      await using both = await secretStream();
      const { near, far, client, closed } = both;
      const payload = payloadOf(MIB);
      const { chunks, ended } = collect(way === 'up' ? far : near);
      sendAll(way === 'up' ? near : far, payload);
      assert.equal(await ended, undefined);
      assert.ok(payload.equals(Buffer.concat(chunks)));
      client.close();
      assert.ok(['goodbye', 'closed'].includes(await closed));
    });
  }

  test('a far end that reads slowly gets everything', async () => {
    await using both = await secretStream();
    const { near, far, server, wire } = both;
    const payload = payloadOf(FLOOD_BYTES);
    let hold: Disposable | undefined;
    const { chunks, ended } = collect(far, () => {
      hold = server.hold();
    });
    sendAll(near, payload);
    await until(() => hold !== undefined);
    await stands(wire);
    const before = Buffer.concat(chunks).length;
    hold?.[Symbol.dispose]();
    assert.equal(await ended, undefined);
    assert.ok(before < FLOOD_BYTES);
    assert.ok(payload.equals(Buffer.concat(chunks)));
  });

  test('a near end that reads slowly gets everything, though it cannot pause the socket', async () => {
    await using both = await secretStream();
    const { near, far, client } = both;
    const payload = payloadOf(MIB);
    let hold: Disposable | undefined;
    const { chunks, ended } = collect(near, () => {
      hold = client.hold();
    });
    sendAll(far, payload);
    await until(() => hold !== undefined && far.sentEnd);
    const before = Buffer.concat(chunks).length;
    hold?.[Symbol.dispose]();
    assert.equal(await ended, undefined);
    assert.ok(before < MIB);
    assert.ok(payload.equals(Buffer.concat(chunks)));
  });
});
