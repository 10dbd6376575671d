import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Wire, WireEvents } from '@open-rooms/protocol';
import { portOf } from '../conformance/our-room.ts';
import { within } from './deadline.ts';
import { Unframer, writeFrame } from './web-socket-frame.ts';

export type Transport = 'tcp' | 'websocket';

export const TRANSPORTS: readonly Transport[] = ['tcp', 'websocket'];

/** A socket that an attacker holds: it reads when it likes, says what it likes, and ends how it likes. */
export class AttackWire implements Wire {
  readonly socket: Socket;
  /** Resolves when the socket is closed, whoever closed it. */
  readonly closed: Promise<void>;
  readonly #unframer: Unframer | undefined;
  #events: WireEvents | undefined;

  constructor(socket: Socket, transport: Transport) {
    this.socket = socket;
    this.#unframer = transport === 'websocket' ? new Unframer() : undefined;
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#events?.onClosed();
        resolve();
      });
    });
    socket.on('error', () => socket.destroy());
  }

  /** Reads from now on. Before that the server's bytes wait in the kernel. */
  attach(events: WireEvents): void {
    this.#events = events;
    this.socket.on('data', (bytes) => {
      for (const part of this.#unframer?.push(bytes) ?? [bytes]) events.onBytes(part);
    });
    this.socket.resume();
  }

  /** Sends bytes as a peer would: in a message of their own over WebSocket. */
  write(bytes: Uint8Array): void {
    this.sendRaw(this.#unframer === undefined ? bytes : writeFrame(bytes));
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Uint8Array | string): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes, () => {
      if (this.socket.writableLength === 0) this.#events?.onDrained();
    });
  }

  /** Sends bytes and waits until the system took them all, or the socket is closed. */
  async push(bytes: Uint8Array): Promise<void> {
    this.write(bytes);
    if (this.socket.writableNeedDrain)
      await Promise.race([once(this.socket, 'drain').catch(() => {}), this.closed]);
  }

  get backlog(): number {
    return this.socket.writableLength;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Vanishes with a TCP reset. */
  reset(): void {
    this.socket.resetAndDestroy();
  }
}

/** Opens a TCP connection, no more. */
export async function dialSocket(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await within('a TCP connection', once(socket, 'connect'));
  return socket;
}

/** Opens a connection for peers; over WebSocket the upgrade is done, and nothing said yet. */
export async function dialWire(address: string, transport: Transport): Promise<AttackWire> {
  const socket = await dialSocket(portOf(address));
  if (transport === 'websocket') {
    socket.write(upgradeRequest(address));
    await within('the answer to an upgrade', upgraded(socket));
  }
  return new AttackWire(socket, transport);
}

/** The head of a good WebSocket upgrade. */
function upgradeRequest(host: string, version = 13): string {
  const key = randomBytes(16).toString('base64');
  const lines = ['GET / HTTP/1.1', `Host: ${host.replace(/^ws:|~.*$/g, '')}`, 'Connection: Upgrade'];
  lines.push('Upgrade: websocket', `Sec-WebSocket-Version: ${version}`, `Sec-WebSocket-Key: ${key}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function upgraded(socket: Socket): Promise<void> {
  let head = '';
  while (!head.includes('\r\n\r\n')) {
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    head += bytes.toString('latin1');
  }
  socket.pause();
  socket.removeAllListeners('data');
  const [first = '', rest = ''] = head.split('\r\n\r\n');
  if (!first.startsWith('HTTP/1.1 101')) throw new Error(`The upgrade was refused: ${first}`);
  if (rest !== '') socket.unshift(Buffer.from(rest, 'latin1'));
}
