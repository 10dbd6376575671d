import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { bindingRequest, readBindingAnswer } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { createMetrics } from '../observe/metrics.ts';
import { ADDRESS_LIMITS, type AddressLimits, NO_ADDRESS_LIMITS } from './address-limits.ts';
import { listenStun } from './stun.ts';

interface Started extends AsyncDisposable {
  readonly port: number;
  readonly counts: ReturnType<typeof createMetrics>['stun'];
  readonly drops: () => number;
}

async function start(
  host: string | null = '127.0.0.1',
  limits: AddressLimits = NO_ADDRESS_LIMITS,
  clock = new VirtualClock(),
): Promise<Started> {
  const { stun: counts } = createMetrics();
  let dropped = 0;
  const onDrop = () => {
    dropped++;
  };
  const server = await listenStun({ port: 0, host: host ?? undefined, clock, limits, counts, onDrop });
  return {
    port: server.port,
    counts,
    drops: () => dropped,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function client(type: 'udp4' | 'udp6', address: string): Promise<Socket & Disposable> {
  const socket = createSocket(type);
  await once(socket.bind(0, address), 'listening');
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.close() });
}

/** Asks once over loopback, where nothing is lost. Answers the address that the server saw. */
async function ask(socket: Socket, port: number, host: string): Promise<unknown> {
  const id = randomBytes(12);
  const answered = once(socket, 'message');
  socket.send(bindingRequest(id), port, host);
  const [answer] = await answered;
  const { ip, port: from } = readBindingAnswer(answer, id) ?? assert.fail('that is no answer');
  return { ip: Uint8Array.from(ip), port: from };
}

describe('the STUN port', () => {
  test('tells an IPv4 peer where it comes from', async () => {
    await using server = await start();
    using peer = await client('udp4', '127.0.0.1');
    const mapped = { ip: Uint8Array.of(127, 0, 0, 1), port: peer.address().port };
    assert.deepEqual(await ask(peer, server.port, '127.0.0.1'), mapped);
    assert.deepEqual(server.counts, { answered: 1, ignored: 0 });
  });

  test('on all interfaces serves IPv6 and IPv4, each by its own address', async (context) => {
    await using server = await start(null);
    using four = await client('udp4', '127.0.0.1');
    const mapped = { ip: Uint8Array.of(127, 0, 0, 1), port: four.address().port };
    assert.deepEqual(await ask(four, server.port, '127.0.0.1'), mapped);
    const six = await client('udp6', '::1').catch(() => undefined);
    if (six === undefined) return context.diagnostic('this machine has no IPv6');
    using _six = six;
    const wanted = { ip: new Uint8Array(16).with(15, 1), port: six.address().port };
    assert.deepEqual(await ask(six, server.port, '::1'), wanted);
  });

  test('takes a host name to listen on', async () => {
    await using server = await start('localhost');
    assert.ok(server.port > 0);
  });

  test('leaves alone what is no request, and goes on', async () => {
    await using server = await start();
    using peer = await client('udp4', '127.0.0.1');
    for (const bytes of [Buffer.alloc(0), Buffer.from('GET / HTTP/1.1\r\n\r\n'), randomBytes(1_400)])
      peer.send(bytes, server.port, '127.0.0.1');
    assert.ok(await ask(peer, server.port, '127.0.0.1'));
    assert.deepEqual(server.counts, { answered: 1, ignored: 3 });
  });

  test('answers one address so often at once, and goes on at its pace', async () => {
    const clock = new VirtualClock();
    const limits = { ...ADDRESS_LIMITS, stunPerAddressBurst: 3, stunPerAddressSecond: 2 };
    await using server = await start('127.0.0.1', limits, clock);
    using peer = await client('udp4', '127.0.0.1');
    for (let count = 0; count < 4; count++) assert.ok(await ask(peer, server.port, '127.0.0.1'));
    peer.send(bindingRequest(randomBytes(12)), server.port, '127.0.0.1');
    // Another address is not held up by it, and by its answer the server has seen the fifth request.
    using other = await client('udp4', '127.0.0.2');
    assert.ok(await ask(other, server.port, '127.0.0.1'));
    assert.equal(server.drops(), 1);
    clock.advance(500);
    assert.ok(await ask(peer, server.port, '127.0.0.1'));
    assert.deepEqual(server.counts, { answered: 6, ignored: 0 });
  });

  test('counts nothing that is no request: whoever floods it with anything else keeps nobody away', async () => {
    const limits = { ...ADDRESS_LIMITS, stunPerAddressBurst: 3, stunPerAddressSecond: 0 };
    await using server = await start('127.0.0.1', limits);
    using peer = await client('udp4', '127.0.0.1');
    const nearly = [bindingRequest(randomBytes(12)).with(0, 1), bindingRequest(randomBytes(12)).with(4, 0)];
    for (let count = 0; count < 10; count++)
      for (const bytes of [...nearly, randomBytes(20)]) peer.send(bytes, server.port, '127.0.0.1');
    for (let count = 0; count < 4; count++) assert.ok(await ask(peer, server.port, '127.0.0.1'));
    assert.deepEqual([server.counts, server.drops()], [{ answered: 4, ignored: 30 }, 0]);
  });

  test('a port in use is told as the system tells it', async () => {
    await using server = await start();
    const { stun: counts } = createMetrics();
    const again = { port: server.port, host: '127.0.0.1', clock: new VirtualClock(), counts };
    await assert.rejects(listenStun({ ...again, limits: NO_ADDRESS_LIMITS, onDrop: () => undefined }), {
      code: 'EADDRINUSE',
    });
  });
});
