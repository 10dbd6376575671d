import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { NetworkProxy } from './proxy.ts';

/** A proxy before a server that sends back what it is sent. */
async function start(kit: AsyncDisposableStack): Promise<NetworkProxy> {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  kit.defer(() => void server.close());
  return kit.use(await NetworkProxy.start((server.address() as AddressInfo).port));
}

async function dial(proxy: NetworkProxy): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

async function echo(socket: Socket, text: string): Promise<void> {
  socket.write(text);
  assert.equal(String((await once(socket, 'data'))[0]), text);
}

describe('a network that fails on demand', () => {
  test('forwards, and hands on an end', async () => {
    await using kit = new AsyncDisposableStack();
    const proxy = await start(kit);
    const socket = await dial(proxy);
    await echo(socket, 'hello');
    assert.deepEqual([proxy.dials.length, proxy.size], [1, 1]);
    socket.end();
    await once(socket, 'close');
  });

  test('is silent, for new connections too, and then delivers', async () => {
    await using kit = new AsyncDisposableStack();
    const proxy = await start(kit);
    const old = await dial(proxy);
    await echo(old, 'before');
    proxy.pause();
    const fresh = await dial(proxy);
    let heard = 0;
    for (const socket of [old, fresh]) {
      socket.on('data', () => heard++);
      await new Promise((resolve) => socket.write('during', resolve));
    }
    assert.equal(heard, 0);
    proxy.resume();
    for (const socket of [old, fresh]) await once(socket, 'data');
    for (const socket of [old, fresh]) socket.destroy();
  });

  test('cuts, refuses, and comes back at the same port', async () => {
    await using kit = new AsyncDisposableStack();
    const proxy = await start(kit);
    const socket = await dial(proxy);
    await echo(socket, 'hello');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await proxy.refuse();
    await closed;
    await assert.rejects(dial(proxy), { code: 'ECONNREFUSED' });
    await proxy.allow();
    const again = await dial(proxy);
    await echo(again, 'hello');
    again.destroy();
  });
});
