import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { portOf } from '../conformance/our-room.ts';
import { AttackedRoom, MEMORY_GROWTH_MAX } from './attacked-room.ts';
import { within } from './deadline.ts';
import { assertServes } from './good-client.ts';
import { type FrameOptions, writeFrame } from './web-socket-frame.ts';
import { type AttackWire, dialSocket, dialWire } from './wire.ts';

const MESSAGE_MAX = 1024 * 1024;
const CONTINUATION = 0;
const TEXT = 1;
const PING = 9;

/** Pings are answered by the socket itself, before any handshake. */
const PINGS = 400_000;
const PINGS_AT_ONCE = 1_000;

function frame(text: string, options: FrameOptions = {}): Uint8Array {
  return writeFrame(Buffer.from(text), options);
}

/** What breaks the rules of WebSocket. */
const BROKEN: readonly { name: string; bytes: Uint8Array }[] = [
  { name: 'text', bytes: frame('hello', { opcode: TEXT }) },
  { name: 'a message of more than 1 MiB', bytes: frame('', { claims: MESSAGE_MAX + 1 }) },
  { name: 'a message that claims more than a number holds', bytes: frame('', { claims: 2 ** 62 }) },
  { name: 'a frame without a mask', bytes: frame('hello', { masked: false }) },
  { name: 'a frame of a kind that is none', bytes: frame('hello', { opcode: 3 }) },
  { name: 'a ping of more than 125 bytes', bytes: frame('x'.repeat(126), { opcode: PING }) },
  { name: 'a piece that continues nothing', bytes: frame('x', { opcode: CONTINUATION }) },
  {
    name: 'a message in hundreds of pieces',
    bytes: Buffer.concat([
      frame('x', { final: false }),
      ...Array<Uint8Array>(200).fill(frame('x', { opcode: CONTINUATION, final: false })),
    ]),
  },
];

/** The heads of requests for an upgrade that cannot be had. */
const REFUSED: readonly { name: string; head: string }[] = [
  {
    name: 'another version',
    head: 'Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==',
  },
  { name: 'no key', head: 'Sec-WebSocket-Version: 13' },
  { name: 'a key that is none', head: 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x' },
];

describe('who breaks WebSocket', () => {
  let room: AttackedRoom;
  before(async () => {
    room = await AttackedRoom.start();
    await assertServes(room, 'websocket');
  });
  after(() => room[Symbol.asyncDispose]());

  async function dial(): Promise<AttackWire> {
    const wire = await dialWire(room.address('websocket'), 'websocket');
    wire.attach({ onBytes: () => {}, onDrained: () => {}, onClosed: () => {} });
    return wire;
  }

  for (const { name, bytes } of BROKEN) {
    test(`${name}: closed, and counted`, async () => {
      const drops = await room.drops('protocol-error');
      const wire = await dial();
      wire.sendRaw(bytes);
      await within('the server to hang up', wire.closed);
      await room.countsDrop('protocol-error', drops);
      await assertServes(room, 'websocket');
    });
  }

  for (const { name, head } of REFUSED) {
    test(`an upgrade with ${name} is refused`, async () => {
      const socket = await dialSocket(portOf(room.ready.http));
      socket.on('error', () => {});
      socket.write(
        `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${head}\r\n\r\n`,
      );
      const [answer] = await within('an answer', once(socket, 'data'));
      assert.match(String(answer), /^HTTP\/1\.1 4/);
      socket.destroy();
      await assertServes(room, 'websocket');
    });
  }

  test('an upgrade on the port of whois is answered as if nobody had asked, and a reset harms nobody', async () => {
    const upgrade =
      'GET /whois HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const socket = await dialSocket(portOf(room.ready.whois));
    const answer = once(socket, 'data');
    socket.on('error', () => {}).write(upgrade);
    assert.match(String(await within('an answer', answer)), /^HTTP\/1\.1 200/);
    socket.destroy();
    const another = await dialSocket(portOf(room.ready.whois));
    another.write(upgrade, () => another.resetAndDestroy());
    await assertServes(room, 'websocket');
  });

  test(`${PINGS} pings whose answers nobody reads`, async () => {
    const memory = room.memory();
    const wire = await dialWire(room.address('websocket'), 'websocket');
    const pings = Buffer.concat(
      Array<Uint8Array>(PINGS_AT_ONCE).fill(frame('x'.repeat(125), { opcode: PING })),
    );
    let peak = 0;
    for (let sent = 0; sent < PINGS && wire.socket.writable; sent += PINGS_AT_ONCE) {
      wire.sendRaw(pings);
      if (wire.socket.writableNeedDrain)
        await Promise.race([once(wire.socket, 'drain').catch(() => {}), wire.closed]);
      peak = Math.max(peak, room.memory() - memory);
    }
    assert.ok(peak < MEMORY_GROWTH_MAX, `grew by ${peak} bytes`);
    await assertServes(room, 'websocket');
    wire.destroy();
  });
});
