import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { VirtualClock } from '@open-rooms/protocol/testing';
import type { DropReason } from '../../observe/drop-reasons.ts';
import { ADDRESS_LIMITS } from '../address-limits.ts';
import { Admission } from '../admission.ts';
import { createHttpServer, listen } from '../http.ts';
import { KernelQueues } from '../kernel-queue.ts';
import { TrustedProxies } from '../trusted-proxies.ts';
import type { Certificate } from './certificate.ts';
import { makeSelfSigned } from './self-signed.ts';

const HOST = '127.0.0.1';
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';

const first = await makeSelfSigned([HOST, 'localhost'], Date.now());
const second = await makeSelfSigned([HOST, 'localhost'], Date.now());

let server: Server;
let admission: Admission;
let clock: VirtualClock;
let drops: DropReason[];
let replace: (certificate: Certificate) => void;
const open = new Set<Socket>();

beforeEach(async () => {
  drops = [];
  clock = new VirtualClock();
  admission = new Admission({ ...ADDRESS_LIMITS, connectionsPerAddress: 3 }, clock);
  server = createHttpServer({
    proxies: new TrustedProxies([], 'x-forwarded-for'),
    listener: (asked, response) => response.end(`here is ${asked.socket.remoteAddress}`),
    certificates: {
      current: first,
      ownFingerprint: null,
      onChanged: (listener) => {
        replace = listener;
      },
      [Symbol.dispose]: () => undefined,
    },
    admission,
    clock,
    limits: ADDRESS_LIMITS,
    webSockets: true,
    onDrop: (reason) => drops.push(reason),
  });
  await listen(server, 0, HOST);
});

afterEach(async () => {
  for (const socket of open) socket.destroy();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
});

function port(): number {
  return (server.address() as AddressInfo).port;
}

async function dial(): Promise<Socket> {
  const socket = kept(connect(port(), HOST));
  await once(socket, 'connect');
  return socket;
}

async function dialTls(
  certificate = first,
  maxVersion: 'TLSv1.3' | 'TLSv1.2' = 'TLSv1.3',
): Promise<TLSSocket> {
  const socket = connectTls({ port: port(), host: HOST, ca: certificate.cert, maxVersion });
  kept(socket);
  await once(socket, 'secureConnect');
  return socket;
}

function kept<T extends Socket>(socket: T): T {
  open.add(socket);
  return socket.on('error', () => {});
}

async function ask(certificate = first): Promise<string> {
  const asked = request({ port: port(), host: HOST, ca: certificate.cert, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return text(answer);
}

/** All that a plain socket is answered until it is closed. */
async function answerTo(words: string): Promise<string> {
  const socket = await dial();
  socket.write(words);
  return text(socket);
}

/** Resolves when a socket is closed, however that came. */
function gone(socket: Socket): Promise<void> {
  socket.resume();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Resolves once a condition holds that an event of another socket brings about. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

describe('an HTTP port with a certificate', () => {
  test('answers over TLS 1.2 and 1.3, knows who asks, and has let them go afterwards', async () => {
    assert.equal(await ask(), `here is ${HOST}`);
    assert.equal((await dialTls(first, 'TLSv1.2')).getProtocol(), 'TLSv1.2');
    const socket = await dialTls();
    assert.equal(socket.getProtocol(), 'TLSv1.3');
    assert.equal(socket.authorized, true);
    for (const each of open) each.destroy();
    await until(() => admission.connections === 0);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(drops, []);
  });

  test('sends on who speaks plain HTTP, by the host they asked', async () => {
    const answer = await answerTo(`GET /claim/x?y=1 HTTP/1.1\r\nHost: localhost:${port()}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 307 /);
    assert.ok(answer.includes(`\r\nlocation: https://localhost:${port()}/claim/x?y=1\r\n`), answer);
    const posted = await answerTo('POST /claim HTTP/1.1\r\nHost: [::1]:3000\r\nContent-Length: 0\r\n\r\n');
    assert.match(posted, /^HTTP\/1\.1 307 .*\r\nlocation: https:\/\/\[::1\]:3000\/claim\r\n/s);
    const upgrade = await answerTo(`GET / HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n`);
    assert.match(upgrade, /^HTTP\/1\.1 307 /);
    await until(() => admission.connections === 0);
    assert.equal(clock.waiting, 0);
  });

  test('answers 400 to what names no host, and to what is no HTTP', async () => {
    for (const host of ['a b', 'evil.example/x', '"><script>', '']) {
      const answer = await answerTo(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 400 .*put "https:\/\/" before the address/s, host);
    }
    assert.match(await answerTo('GET //evil.example HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await answerTo('\0\u0001\u0002\r\n\r\n'), /^HTTP\/1\.1 400 /);
  });

  test('gives a new certificate to new connections, and goes on with those that are there', async () => {
    const old = await dialTls();
    replace(second);
    assert.equal(await ask(second), `here is ${HOST}`);
    await assert.rejects(ask(first));
    old.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.match(await text(old), /^HTTP\/1\.1 200 .*here is/s);
  });
});

describe('what a stranger cannot do to it', () => {
  for (const [name, said] of [
    ['says nothing', ''],
    ['begins a handshake and stops', '\u0016\u0003\u0001\u0002\0\u0001'],
    ['begins a request of plain HTTP and stops', 'GET / HTTP/1.1\r\nX-Slow: '],
  ] as const) {
    test(`who ${name} is closed after ten seconds`, async () => {
      const socket = await dial();
      socket.write(said);
      await until(() => clock.waiting === 1);
      const closed = gone(socket);
      clock.advance(9_999);
      assert.equal(socket.destroyed, false);
      clock.advance(1);
      await closed;
      await until(() => admission.connections === 0);
      assert.deepEqual(drops, ['handshake-timeout']);
    });
  }

  test('a handshake whose first byte comes alone is a handshake', async () => {
    const below = await dial();
    const inPieces = new Duplex({
      read: () => undefined,
      write(bytes: Buffer, _encoding, written) {
        below.write(bytes.subarray(0, 1));
        setImmediate(() => below.write(bytes.subarray(1), written));
      },
    });
    below.on('data', (bytes) => inPieces.push(bytes));
    const socket = kept(connectTls({ socket: inPieces, host: HOST, ca: first.cert }));
    await once(socket, 'secureConnect');
    await until(() => clock.waiting === 0);
  });

  test('who resets at any moment costs nothing', async () => {
    for (const said of ['', '\u0016', 'G']) {
      const socket = await dial();
      socket.write(said);
      await until(() => admission.connections === 1);
      socket.resetAndDestroy();
      await until(() => admission.connections === 0);
    }
    assert.equal(clock.waiting, 0);
  });

  test('one address has as many places as over plain HTTP', async () => {
    await dial();
    await dialTls();
    await dial();
    await until(() => admission.connections === 3);
    const fourth = await dial();
    await gone(fourth);
    assert.deepEqual(drops, ['too-many-connections-address']);
  });

  test('stopping waits for nobody, not even in the middle of a handshake', async () => {
    const socket = await dial();
    const closed = gone(socket);
    socket.write('\u0016\u0003\u0001');
    await until(() => admission.connections === 1);
    const over = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, over]);
    await listen(server, 0, HOST);
  });
});

describe('a WebSocket over TLS', () => {
  /** The server's end of an upgraded connection. */
  async function upgraded(): Promise<{ ours: Socket; theirs: TLSSocket }> {
    const upgrade = once(server, 'upgrade') as Promise<[IncomingMessage]>;
    const theirs = await dialTls();
    theirs.write(`GET / HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`);
    const [{ socket }] = await upgrade;
    return { ours: kept(socket), theirs };
  }

  test('leaves the places of HTTP, and is not ended by its times', async () => {
    const { ours } = await upgraded();
    assert.equal(admission.connections, 0);
    assert.equal(ours.remoteAddress, HOST);
    clock.advance(60_000);
    server.closeAllConnections();
    assert.equal(ours.destroyed, false);
  });

  test('tells how much its reader has not taken, in our queue and in the kernel', async (context) => {
    const { ours, theirs } = await upgraded();
    theirs.pause();
    const length = 32 * 1024 * 1024;
    ours.write(Buffer.alloc(length));
    const held = () => new KernelQueues(clock).unsentBytes(ours);
    if (held() === undefined) return context.skip('this system does not tell');
    await until(() => (held() ?? 0) > 0);
    assert.ok(ours.writableLength > length / 2);
    theirs.resume();
    await until(() => ours.writableLength === 0 && held() === 0);
  });
});
