import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { dialTcp } from './dial-tcp.ts';
import { isSystemError } from './system-error.ts';

async function listening() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function closedPort(): Promise<number> {
  const { server, port } = await listening();
  server.close();
  await once(server, 'close');
  return port;
}

describe('dialling', () => {
  test("tells that nobody answers in the system's words, by address and by name", async () => {
    const port = await closedPort();
    await assert.rejects(dialTcp('127.0.0.1', port), { code: 'ECONNREFUSED' });
    // Which of its addresses the first is, and what is wrong with it, depends on the machine.
    await assert.rejects(dialTcp('localhost', port), (error) => isSystemError(error) && error.message !== '');
  });

  test('that is given up before it began, or on its way, rejects with the reason and leaves no socket', async () => {
    const reason = new Error('changed my mind');
    const { server, port } = await listening();
    await assert.rejects(dialTcp('127.0.0.1', port, AbortSignal.abort(reason)), reason);

    const given = new AbortController();
    const dialled = dialTcp('127.0.0.1', port, given.signal);
    given.abort(reason);
    await assert.rejects(dialled, reason);
    // Closing waits for the last socket.
    server.close();
    await once(server, 'close');
  });

  test('is not undone by a signal that comes later', async () => {
    const { server, port } = await listening();
    const accepted = once(server, 'connection');
    const given = new AbortController();
    const wire = await dialTcp('127.0.0.1', port, given.signal);
    const [socket] = (await accepted) as [Socket];
    given.abort();
    wire.write(new Uint8Array([1]));
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    assert.deepEqual([...bytes], [1]);
    wire.destroy();
    socket.destroy();
    server.close();
  });

  test('a wire that broke before anybody listened to it says so to whoever does', async () => {
    const { server, port } = await listening();
    const accepted = once(server, 'connection');
    const wire = await dialTcp('127.0.0.1', port);
    const [socket] = (await accepted) as [Socket];
    wire.destroy();
    await once(socket, 'close');
    server.close();
    await once(server, 'close');
    const events = { onBytes: () => undefined, onDrained: () => undefined };
    await new Promise<void>((resolve) => wire.attach({ ...events, onClosed: resolve }));
  });
});
