import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, TokenBucket } from '@open-rooms/protocol';
import type { DropReason } from '../observe/drop-reasons.ts';
import { type Admission, type Admitted, networkOf } from './admission.ts';

/** From the first byte to the end of the headers: what is slower holds a socket for nothing (slowloris). */
const HEADERS_MS = 10_000;

/** From the first byte to the end of the body: forms are small. */
const REQUEST_MS = 20_000;

/** A connection on which nobody asks anything more. */
const IDLE_MS = 10_000;

/** How often sockets are looked at for the times above. */
const LOOK_MS = 2_000;

/** Pages that one address may ask for: a page with its parts is five requests, a school behind one address many. */
const REQUESTS_PER_ADDRESS_SECOND = 100;
const REQUESTS_PER_ADDRESS_BURST = 1_000;

/** Addresses whose pace is remembered; beyond it all are forgotten, which only lets more through. */
const MAX_PACES = 10_000;

export interface HttpOptions {
  readonly listener: RequestListener;
  /** Counts HTTP connections; one that becomes a WebSocket leaves it for the peers' own. */
  readonly admission: Admission;
  readonly clock: Clock;
  /** Whether one address may ask as fast as it likes. */
  readonly unlimited: boolean;
  readonly onDrop: (reason: DropReason) => void;
}

/** An HTTP server that a stranger cannot hold up: bounded in connections, time, and requests per address. */
export function createHttpServer(options: HttpOptions): Server {
  const { listener, admission, onDrop } = options;
  const paces = new Paces(options);
  const admitted = new WeakMap<Socket, Admitted>();
  const server = createServer(
    {
      connectionsCheckingInterval: LOOK_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      // Some clients offer to go on in HTTP/2 (h2c): they are answered as if they had not.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      if (paces.allows(request.socket.remoteAddress ?? '')) listener(request, response);
      else {
        onDrop('too-many-http-requests');
        response.writeHead(429, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '10' });
        response.end('Too many requests from your address: wait ten seconds, then ask again.\n');
      }
    },
  );
  server.keepAliveTimeout = IDLE_MS;
  server.on('connection', (socket) => {
    const arrival = admission.arrive(socket.remoteAddress ?? '', (reason) => {
      onDrop(reason);
      socket.destroy();
    });
    if (typeof arrival === 'string') {
      onDrop(arrival);
      socket.destroy();
      return;
    }
    admitted.set(socket, arrival);
    socket.once('close', () => arrival[Symbol.dispose]());
  });
  server.on('upgrade', (request, socket) => {
    // Where no WebSockets are accepted nobody takes the socket over: it would stay for ever, its errors uncaught.
    if (server.listenerCount('upgrade') === 1) socket.destroy();
    admitted.get(request.socket)?.[Symbol.dispose]();
  });
  return server;
}

/** Starts listening; rejects with the system's error. */
export function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How fast each address asks. */
class Paces {
  readonly #options: HttpOptions;
  readonly #paces = new Map<string, TokenBucket>();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  allows(remoteAddress: string): boolean {
    if (this.#options.unlimited) return true;
    const address = networkOf(remoteAddress);
    const now = this.#options.clock.now();
    if (this.#paces.size > MAX_PACES) this.#paces.clear();
    const pace =
      this.#paces.get(address) ?? new TokenBucket(REQUESTS_PER_ADDRESS_SECOND, REQUESTS_PER_ADDRESS_BURST);
    this.#paces.set(address, pace);
    if (pace.delay(now) > 0) return false;
    pace.take(now);
    return true;
  }
}
