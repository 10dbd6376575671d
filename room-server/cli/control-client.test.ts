import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { controlSocketPath } from '../config/control-socket.ts';
import { openControlSocket } from './control-client.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-rooms-'));
});
after(() => rm(folder, { recursive: true }));

describe('the control socket', () => {
  test('without a server: says which folder, and how to start one', async () => {
    for (const dataDir of [folder, join(folder, 'missing')]) {
      await assert.rejects(openControlSocket(dataDir), {
        code: 'not-running',
        message: `No room server is running on data directory ${dataDir}: start it with "open-rooms start --data ${dataDir}", or name its directory with --data.`,
      });
    }
  });

  test('opens where a server listens', async () => {
    const server = createServer((socket) => socket.end('hello'));
    server.listen(controlSocketPath(folder));
    await once(server, 'listening');
    const socket = await openControlSocket(folder);
    const [chunk] = await once(socket.setEncoding('utf8'), 'data');
    assert.equal(chunk, 'hello');
    socket.destroy();
    server.close();
    await once(server, 'close');
  });
});
