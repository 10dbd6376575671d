import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { DropReason } from '../observe/drop-reasons.ts';
import { ADDRESS_LIMITS } from './address-limits.ts';
import { Admission } from './admission.ts';
import { createHttpServer, listen } from './http.ts';
import { TrustedProxies } from './trusted-proxies.ts';

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';

describe('an HTTP port without WebSockets', () => {
  let server: Server;
  let admission: Admission;
  let drops: DropReason[];

  beforeEach(async () => {
    drops = [];
    admission = new Admission(ADDRESS_LIMITS, new VirtualClock());
    server = createHttpServer({
      proxies: new TrustedProxies([], 'x-forwarded-for'),
      listener: (_request, response) => response.end('here'),
      admission,
      clock: new VirtualClock(),
      limits: ADDRESS_LIMITS,
      webSockets: false,
      certificates: null,
      onDrop: (reason) => drops.push(reason),
    });
    await listen(server, 0, '127.0.0.1');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function dial(): Promise<Socket> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    return socket.on('error', () => {});
  }

  test('answers who asks for one as if they had not, and outlives their reset', async () => {
    const socket = await dial();
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`);
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 200/);
    const another = await dial();
    another.write(`GET / HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`);
    another.resetAndDestroy();
    assert.equal((await ask()).status, 200);
    socket.destroy();
  });

  test('answers who offers HTTP/2 as if they had not', async () => {
    const socket = await dial();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const [answer] = await once(socket, 'data');
    assert.match(String(answer), /^HTTP\/1\.1 200/);
    socket.destroy();
  });

  test('answers 429 to an address that asks too fast, and counts it', async () => {
    const socket = await dial();
    let told = '';
    const refused = new Promise<void>((resolve) => {
      socket.on('data', (bytes) => {
        told += String(bytes);
        if (told.includes('HTTP/1.1 429')) resolve();
      });
    });
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_010));
    await refused;
    assert.ok(drops.length > 0 && drops.every((reason) => reason === 'too-many-http-requests'));
    socket.destroy();
  });

  test('holds no place for a socket that is gone', async () => {
    const socket = await dial();
    await ask();
    const left = once(socket, 'close');
    socket.destroy();
    await left;
    server.closeAllConnections();
    await ask();
    assert.ok(admission.connections <= 1);
  });

  async function ask(): Promise<Response> {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      headers: { connection: 'close' },
    });
    await answer.text();
    return answer;
  }
});
