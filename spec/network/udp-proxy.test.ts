import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { UdpProxy } from './udp-proxy.ts';

/** A proxy before a server that sends back what it is sent, and a client of it. */
async function start(kit: DisposableStack): Promise<{ proxy: UdpProxy; client: Socket }> {
  const bound = async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    kit.defer(() => socket.close());
    return socket;
  };
  const server = await bound();
  server.on('message', (packet, { port }) => server.send(packet, port, '127.0.0.1'));
  const proxy = kit.use(await UdpProxy.start(server.address().port));
  const client = await bound();
  return { proxy, client };
}

async function back(client: Socket): Promise<string> {
  const [packet] = await once(client, 'message');
  return String(packet);
}

describe('a network of datagrams', () => {
  test('carries each of them later, in order, both ways', async () => {
    using kit = new DisposableStack();
    const { proxy, client } = await start(kit);
    proxy.delayMs = 20;
    const from = performance.now();
    const came: string[] = [];
    const all = Promise.withResolvers<void>();
    client.on('message', (packet) => came.push(String(packet)) === 3 && all.resolve());
    for (const text of ['one', 'two', 'three']) client.send(text, proxy.port, '127.0.0.1');
    await all.promise;
    assert.deepEqual(came, ['one', 'two', 'three']);
    assert.ok(performance.now() - from >= 38, 'there and back');
  });

  test('loses those that it is told to lose', async () => {
    using kit = new DisposableStack();
    const { proxy, client } = await start(kit);
    for (const [text, isLost] of [
      ['lost', true],
      ['carried', false],
    ] as const) {
      let asked = 0;
      const told = Promise.withResolvers<void>();
      proxy.isLost = () => {
        // On its way back: what was lost on its way there is asked for once.
        if (isLost || asked === 1) told.resolve();
        return ++asked === 1 && isLost;
      };
      client.send(text, proxy.port, '127.0.0.1');
      await told.promise;
    }
    assert.equal(await back(client), 'carried');
  });
});
