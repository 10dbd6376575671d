import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { dialTcp } from './dial-tcp.ts';
import { TcpWire } from './tcp-wire.ts';

/** More than the system takes from a writer whose reader does not read. */
const FLOOD_BYTES = 64 * 1024 * 1024;

/** Two wires over one socket on loopback, and promises of what each is told. */
async function connected() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'connection');
  const { port } = listener.address() as AddressInfo;
  const caller = await dialTcp('127.0.0.1', port);
  const [socket] = (await accepted) as [Socket];
  const called = new TcpWire(socket);
  listener.close();
  return { caller, called };
}

function told(wire: TcpWire) {
  const drained = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const state = { received: 0, awaited: Number.POSITIVE_INFINITY };
  const arrived = Promise.withResolvers<void>();
  wire.attach({
    onBytes: (bytes) => {
      state.received += bytes.length;
      if (state.received >= state.awaited) arrived.resolve();
    },
    onDrained: () => drained.resolve(),
    onClosed: () => closed.resolve(),
  });
  const receives = (bytes: number): Promise<void> => {
    state.awaited = bytes;
    if (state.received >= bytes) arrived.resolve();
    return arrived.promise;
  };
  return { drained: drained.promise, closed: closed.promise, receives, state };
}

describe('a TCP wire', () => {
  test('carries bytes, says when they are gone, and ends on both sides', async () => {
    const { caller, called } = await connected();
    const [callerTold, calledTold] = [told(caller), told(called)];
    caller.write(new Uint8Array(1000));
    await Promise.all([calledTold.receives(1000), callerTold.drained]);
    assert.equal(caller.backlog, 0);
    caller.end();
    await Promise.all([callerTold.closed, calledTold.closed]);
    caller.write(new Uint8Array(1));
  });

  test('keeps what a paused reader does not take, until it does', async () => {
    const { caller, called } = await connected();
    const [callerTold, calledTold] = [told(caller), told(called)];
    called.pause();
    caller.write(new Uint8Array(FLOOD_BYTES));
    assert.ok(caller.backlog > 0);
    const { received } = calledTold.state;
    called.resume();
    await Promise.all([calledTold.receives(FLOOD_BYTES), callerTold.drained]);
    assert.equal(received, 0);
    assert.equal(caller.backlog, 0);
    caller.destroy();
    await Promise.all([callerTold.closed, calledTold.closed]);
  });

  test('tells that nobody answers', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    await once(listener, 'close');
    await assert.rejects(dialTcp('127.0.0.1', port), { code: 'ECONNREFUSED' });
  });
});
