import type { Server } from 'node:http';
import type { Wire, WireEvents } from '@open-rooms/protocol';
import { systemClock } from '@open-rooms/protocol/node';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { KernelQueues } from './kernel-queue.ts';
import type { Peers } from './peers.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

/** Largest message: browsers send what they are given in one; ours and stock peers give 64 KiB at most. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Pieces of one message. A piece of one byte keeps the 64 KiB that it came in: unbounded, 16,000 of them keep 1 GiB. */
const MAX_FRAGMENTS = 64;

/** Reads of the socket that one piece may come in: a message of 1 MiB over a network of the smallest packets. */
const MAX_CHUNKS = 4_096;

/**
 * Accepts SSB peers over WebSocket on an HTTP server, on any path: binary messages carry the same bytes as TCP,
 * their boundaries mean nothing. Compression is off: what flows is encrypted.
 */
export function acceptWebSockets(peers: Peers, server: Server, proxies: TrustedProxies): void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_CHUNKS,
    clientTracking: false,
  });
  const queues = new KernelQueues(systemClock);
  server.on('upgrade', (request, socket, head) => {
    const { remoteAddress } = request.socket;
    if (remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const address = proxies.callerOf(remoteAddress, request.headers);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const wire = new WebSocketWire(webSocket, () => peers.drop('protocol-error'));
      const unsentBytes = () => queues.unsentBytes(request.socket);
      peers.arrive(wire, 'websocket', { address, hostHeader: request.headers.host, unsentBytes });
    });
  });
}

/** A WebSocket as a wire. */
class WebSocketWire implements Wire {
  readonly #socket: WebSocket;
  readonly #onBroken: () => void;
  #events: WireEvents | undefined;
  /** One function for all writes, so that a write costs no closure. */
  readonly #onWritten = (): void => {
    if (this.#socket.bufferedAmount === 0) this.#events?.onDrained();
  };

  /** `onBroken` is called where the other side breaks a rule of WebSocket, or sends text. */
  constructor(socket: WebSocket, onBroken: () => void) {
    this.#socket = socket;
    this.#onBroken = onBroken;
    socket.binaryType = 'nodebuffer';
  }

  attach(events: WireEvents): void {
    this.#events = events;
    this.#socket.on('message', (data: RawData, isBinary) => {
      if (isBinary && data instanceof Uint8Array) events.onBytes(data);
      else this.#break();
    });
    // A fault of the network has an error code of the system, and is nobody's.
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code?.startsWith('WS_ERR_')) this.#break();
      else this.#socket.terminate();
    });
    this.#socket.on('close', () => events.onClosed());
  }

  write(bytes: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(bytes, this.#onWritten);
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

  #break(): void {
    this.#onBroken();
    this.#socket.terminate();
  }
}
