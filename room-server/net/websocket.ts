import type { Server } from 'node:http';
import type { Wire, WireEvents } from '@open-rooms/protocol';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Peers } from './peers.ts';

/** Largest message: browsers send what they are given in one; ours and stock peers give 64 KiB at most. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Accepts SSB peers over WebSocket on an HTTP server, on any path: binary messages carry the same bytes as TCP,
 * their boundaries mean nothing. Compression is off: what flows is encrypted.
 */
export function acceptWebSockets(peers: Peers, server: Server): void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    clientTracking: false,
  });
  server.on('upgrade', (request, socket, head) => {
    const address = request.socket.remoteAddress;
    if (address === undefined) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      peers.arrive(new WebSocketWire(webSocket), 'websocket', address);
    });
  });
}

/** A WebSocket as a wire. */
class WebSocketWire implements Wire {
  readonly #socket: WebSocket;
  #events: WireEvents | undefined;
  /** One function for all writes, so that a write costs no closure. */
  readonly #onWritten = (): void => {
    if (this.#socket.bufferedAmount === 0) this.#events?.onDrained();
  };

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'nodebuffer';
  }

  attach(events: WireEvents): void {
    this.#events = events;
    this.#socket.on('message', (data: RawData, isBinary) => {
      if (isBinary && data instanceof Uint8Array) events.onBytes(data);
      else this.#socket.terminate();
    });
    this.#socket.on('error', () => this.#socket.terminate());
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
}
