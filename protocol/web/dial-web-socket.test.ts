import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, test } from 'node:test';
import { systemClock } from '../node/system-clock.ts';
import { dialWebSocket } from './dial-web-socket.ts';
import { until, webSocketServer } from './test-web-sockets.ts';

describe('opening a WebSocket', () => {
  test('takes an address, and a host that is an IPv6 address', async () => {
    await using server = await webSocketServer('::1');
    const { port, arrived } = server;
    const wire = await dialWebSocket({ transport: 'ws', host: '::1', port }, systemClock);
    await arrived;
    wire.destroy();
  });

  test('takes a web address', async () => {
    await using server = await webSocketServer();
    const wire = await dialWebSocket(`ws://127.0.0.1:${server.port}/any/path`, systemClock);
    await server.arrived;
    wire.destroy();
  });

  test('tells that nobody answers', async () => {
    const { port } = await webSocketServer().then(async (server) => {
      await using closed = server;
      return closed;
    });
    await assert.rejects(dialWebSocket({ transport: 'ws', host: '127.0.0.1', port }, systemClock), {
      message:
        `Cannot open a WebSocket to "ws://127.0.0.1:${port}": nobody answers there, or not as a WebSocket does. ` +
        'Check the host and the port, and whether the room is up.',
    });
  });

  test('tells that no WebSocket answers', async () => {
    const server = createServer((_request, response) => response.end('a page')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await assert.rejects(dialWebSocket(`ws://127.0.0.1:${port}`, systemClock), /not as a WebSocket does/);
    server.closeAllConnections();
    server.close();
  });

  test('tells that a certificate may be what is wrong, where there is one', async () => {
    const port = await webSocketServer().then(async (server) => {
      await using closed = server;
      return closed.port;
    });
    await assert.rejects(
      dialWebSocket({ transport: 'wss', host: '127.0.0.1', port }, systemClock),
      /not as a WebSocket does, or with a certificate that is not trusted here\. Check/,
    );
  });

  test('tells that a text is no address', async () => {
    await assert.rejects(dialWebSocket('net:room.example:8008', systemClock), (error: Error) => {
      assert.match(error.message, /^Cannot open a WebSocket to "net:room\.example:8008": .*ws:\/\/host:port/);
      return true;
    });
  });

  test('is given up before it began, or while nobody answers, with the reason', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const reason = new Error('changed my mind');
    await assert.rejects(dialWebSocket(url, systemClock, AbortSignal.abort(reason)), reason);

    const given = new AbortController();
    let hungUp = false;
    server.on('connection', (socket) => {
      socket
        .on('error', () => undefined)
        .on('close', () => {
          hungUp = true;
        });
      socket.resume();
      given.abort(reason);
    });
    await assert.rejects(dialWebSocket(url, systemClock, given.signal), reason);
    await until(() => hungUp);
    server.close();
  });

  test('a signal that comes later changes nothing', async () => {
    await using server = await webSocketServer();
    const given = new AbortController();
    const wire = await dialWebSocket(`ws://127.0.0.1:${server.port}`, systemClock, given.signal);
    const socket = await server.arrived;
    given.abort();
    wire.write(new Uint8Array([1]));
    const [data] = (await once(socket, 'message')) as [Buffer];
    assert.deepEqual([...data], [1]);
    wire.destroy();
  });
});
