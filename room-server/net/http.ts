import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@open-rooms/protocol';
import type { DropReason } from '../observe/drop-reasons.ts';
import type { AddressLimits } from './address-limits.ts';
import type { Admission, Admitted } from './admission.ts';
import { Paces } from './paces.ts';

/** From the first byte to the end of the headers: what is slower holds a socket for nothing (slowloris). */
const HEADERS_MS = 10_000;

/** From the first byte to the end of the body: forms are small. */
const REQUEST_MS = 20_000;

/** A connection on which nobody asks anything more. */
const IDLE_MS = 10_000;

/** How often sockets are looked at for the times above. */
const LOOK_MS = 2_000;

export interface HttpOptions {
  readonly listener: RequestListener;
  /** Counts HTTP connections; one that becomes a WebSocket leaves it for the peers' own. */
  readonly admission: Admission;
  readonly limits: AddressLimits;
  readonly clock: Clock;
  /** Whether `upgrade` is listened to, by whoever accepts WebSockets. */
  readonly webSockets: boolean;
  readonly onDrop: (reason: DropReason) => void;
}

/** An HTTP server that a stranger cannot hold up: bounded in connections, time, and requests per address. */
export function createHttpServer(options: HttpOptions): Server {
  const { listener, admission, limits, clock, webSockets, onDrop } = options;
  const paces = new Paces(limits.requestsPerAddressSecond, limits.requestsPerAddressBurst, clock);
  const admitted = new WeakMap<Socket, Admitted>();
  const server = createServer(
    {
      connectionsCheckingInterval: LOOK_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      // Who asks for what is not served (h2c, WebSockets elsewhere) is answered as if they had not: a socket that
      // is given up to an upgrade and taken over by nobody stays for ever, its errors uncaught.
      shouldUpgradeCallback: ({ headers }) => webSockets && headers.upgrade?.toLowerCase() === 'websocket',
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
  server.on('upgrade', (request) => admitted.get(request.socket)?.[Symbol.dispose]());
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
