import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock/clock.ts';
import type { Wire, WireEvents } from '../connection/wire.ts';
import { systemClock } from '../node/system-clock.ts';
import { dialWebSocket } from './dial-web-socket.ts';
import type { WebSocketWire } from './web-socket-wire.ts';

/** Waits for a condition that no event tells. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** A WebSocket server on loopback, and the first socket that comes to it. Disposing cuts off whoever is there. */
export async function webSocketServer(host = '127.0.0.1') {
  const server = new WebSocketServer({ host, port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, 'connection').then(([socket]) => socket as WebSocket);
  return {
    port,
    arrived,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Our wire on one end and the socket of `ws` on the other. */
export async function connected(clock: Clock = systemClock) {
  await using stack = new AsyncDisposableStack();
  const { port, arrived } = stack.use(await webSocketServer());
  const wire = await dialWebSocket({ transport: 'ws', host: '127.0.0.1', port }, clock);
  const socket = await arrived;
  const all = stack.move();
  return { wire, socket, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** What a wire tells, written down; `onBytes` may do more. */
export function told(wire: WebSocketWire, onBytes: (bytes: Uint8Array) => void = () => undefined) {
  const events: string[] = [];
  wire.attach({
    onBytes: (bytes) => {
      events.push(Buffer.from(bytes).toString('latin1'));
      onBytes(bytes);
    },
    onDrained: () => events.push('drained'),
    onClosed: () => events.push('closed'),
  });
  return events;
}

/** The other end, by `ws`, as a wire. */
export class ServedWire implements Wire {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'nodebuffer';
  }

  attach(events: WireEvents): void {
    this.#socket.on('message', (data) => events.onBytes(data as Buffer));
    this.#socket.on('close', () => events.onClosed());
    this.#drained = () => {
      if (this.backlog === 0) events.onDrained();
    };
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(bytes, () => this.#drained());
  }

  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.close();
  }

  destroy(): void {
    this.#socket.terminate();
  }

  #drained: () => void = () => undefined;
}
