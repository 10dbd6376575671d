import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@open-rooms/protocol';
import type { DropReason } from '../observe/drop-reasons.ts';
import type { AddressLimits } from './address-limits.ts';
import type { Admission, Admitted } from './admission.ts';
import { Paces } from './paces.ts';
import { endsOf } from './socket-ends.ts';
import type { Certificates } from './tls/certificate.ts';
import { TlsServer } from './tls/tls-server.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

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
  /** With what to speak TLS; `null` is plain HTTP. */
  readonly certificates: Certificates | null;
  readonly onDrop: (reason: DropReason) => void;
  /** Whose word for the address of whoever asks is taken. */
  readonly proxies: TrustedProxies;
}

/** An HTTP server that a stranger cannot hold up: bounded in connections, time, and requests per address. */
export function createHttpServer(options: HttpOptions): Server {
  const { certificates, clock, webSockets, onDrop } = options;
  const listener = paced(options);
  const http = {
    connectionsCheckingInterval: LOOK_MS,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    // Who asks for what is not served (h2c, WebSockets elsewhere) is answered as if they had not: a socket that
    // is given up to an upgrade and taken over by nobody stays for ever, its errors uncaught.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) =>
      webSockets && headers.upgrade?.toLowerCase() === 'websocket',
  };
  const guard = new ArrivalGuard(options);
  const admit = (socket: Socket) => guard.admit(socket);
  const server =
    certificates === null
      ? createServer(http, listener).on('connection', admit)
      : new TlsServer({ http, listener, certificates, clock, admit, onDrop });
  server.on('upgrade', (request) => guard.release(request.socket));
  return server;
}

/** Answers who asks too fast by itself. */
function paced({ listener, limits, clock, onDrop, proxies }: HttpOptions): RequestListener {
  const paces = new Paces(limits.requestsPerAddressSecond, limits.requestsPerAddressBurst, clock);
  return (request, response) => {
    if (paces.allows(proxies.callerOf(request.socket.remoteAddress ?? '', request.headers))) {
      listener(request, response);
      return;
    }
    onDrop('too-many-http-requests');
    response.writeHead(429, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '10' });
    response.end('Too many requests from your address: wait ten seconds, then ask again.\n');
  };
}

/** Lets connections in, and holds their places until they are gone or become WebSockets. */
class ArrivalGuard {
  readonly #options: HttpOptions;
  /** By their ends: a request over TLS knows only the socket above the one that was accepted. */
  readonly #admitted = new Map<string, Admitted>();

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Destroys a connection that may not come in. */
  admit(socket: Socket): void {
    const { admission, onDrop, proxies } = this.#options;
    const { remoteAddress = '' } = socket;
    const arrival = admission.arrive(proxies.has(remoteAddress) ? null : remoteAddress, (reason) => {
      onDrop(reason);
      socket.destroy();
    });
    if (typeof arrival === 'string') {
      onDrop(arrival);
      socket.destroy();
      return;
    }
    const ends = endsOf(socket);
    this.#admitted.set(ends, arrival);
    socket.once('close', () => {
      arrival[Symbol.dispose]();
      // The system may have given the ends to a newer connection before we heard that this one is gone.
      if (this.#admitted.get(ends) === arrival) this.#admitted.delete(ends);
    });
  }

  /** The connection is none of HTTP any more. */
  release(socket: Socket): void {
    this.#admitted.get(endsOf(socket))?.[Symbol.dispose]();
  }
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
