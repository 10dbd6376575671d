import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { Socket } from 'node:net';
import type { Server as TlsListener } from 'node:tls';
import { type Clock, readHostPort, writeHostPort } from '@open-rooms/protocol';
import type { DropReason } from '../../observe/drop-reasons.ts';
import { endsOf } from '../socket-ends.ts';
import { asksForProof, createProofServer } from './acme/proof-server.ts';
import { type Certificate, type Certificates, OLDEST_TLS } from './certificate.ts';

/** From accepting a connection to the end of the TLS handshake: who is slower holds a socket for nothing. */
const TLS_HANDSHAKE_MS = 10_000;

/** The first byte of a TLS connection: a record that carries a handshake. No request of HTTP begins so. */
const TLS_HANDSHAKE_RECORD = 0x16;

export interface TlsServerOptions {
  readonly http: ServerOptions;
  readonly listener: RequestListener;
  readonly certificates: Certificates;
  readonly clock: Clock;
  /** Sees each connection before it has said anything; one that it destroys is not let in. */
  readonly admit: (socket: Socket) => void;
  readonly onDrop: (reason: DropReason) => void;
}

/**
 * An HTTPS server that sends on whoever speaks plain HTTP to it, by the first byte of each connection. A new
 * certificate is for new connections; those that are there go on with theirs.
 */
export class TlsServer extends HttpsServer {
  readonly #options: TlsServerOptions;
  /** Listens to no port: it is given the connections that turn out to be plain. */
  readonly #plain: Server;
  /** Listens to no port either: it is given those that ask for a proof; `null` where none is ever shown. */
  readonly #prover: TlsListener | null;
  /** Connections that have not finished their TLS handshake, by their ends. */
  readonly #early = new Map<string, EarlySocket>();

  constructor(options: TlsServerOptions) {
    super({ ...options.http, ...secretsOf(options.certificates.current), noDelay: true }, options.listener);
    this.#options = options;
    this.#plain = createServer({ shouldUpgradeCallback: () => false }, sendOn);
    const { proofs } = options.certificates;
    this.#prover = proofs === undefined ? null : createProofServer(proofs);
    this.on('secureConnection', (socket) => this.#forget(endsOf(socket)));
    options.certificates.onChanged((certificate) => this.setSecureContext(secretsOf(certificate)));
  }

  /** Emitting a connection is how a server is given one; each is looked at before. */
  override emit(event: string, ...values: unknown[]): boolean {
    const [socket] = values;
    if (event !== 'connection' || !(socket instanceof Socket)) return super.emit(event, ...values);
    this.#accept(socket);
    return true;
  }

  override closeAllConnections(): void {
    super.closeAllConnections();
    for (const { socket } of this.#early.values()) socket.destroy();
  }

  #accept(socket: Socket): void {
    const { admit, clock, onDrop } = this.#options;
    // A reset before anybody else listens would end the process.
    socket.on('error', () => socket.destroy());
    admit(socket);
    if (socket.destroyed) return;
    const ends = endsOf(socket);
    const deadline = clock.after(TLS_HANDSHAKE_MS, () => {
      onDrop('handshake-timeout');
      socket.destroy();
    });
    this.#early.set(ends, { socket, deadline });
    socket.once('close', () => {
      deadline[Symbol.dispose]();
      // The system may have given the ends to a newer connection before we heard that this one is gone.
      if (this.#early.get(ends)?.socket === socket) this.#early.delete(ends);
    });
    socket.once('readable', () => this.#look(socket));
  }

  #look(socket: Socket): void {
    const first: Buffer | null = socket.read();
    if (first === null) {
      socket.destroy();
      return;
    }
    socket.unshift(first);
    if (first[0] !== TLS_HANDSHAKE_RECORD) this.#plain.emit('connection', socket);
    else if (this.#prover && asksForProof(first)) this.#prover.emit('connection', socket);
    else super.emit('connection', socket);
  }

  #forget(ends: string): void {
    this.#early.get(ends)?.deadline[Symbol.dispose]();
    this.#early.delete(ends);
  }
}

interface EarlySocket {
  readonly socket: Socket;
  /** Ends the connection. */
  readonly deadline: Disposable;
}

function secretsOf({ cert, key }: Certificate) {
  return { cert, key, minVersion: OLDEST_TLS };
}

/** 307: the method stays, and no browser remembers it for a day when TLS is off again. */
const sendOn: RequestListener = (request, response) => {
  const address = httpsAddress(request.headers.host, request.url ?? '/');
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  };
  if (address === undefined) {
    response.writeHead(400, headers).end('This port speaks https: put "https://" before the address.\n');
  } else {
    response.writeHead(307, { ...headers, location: address }).end(`This port speaks https: ${address}\n`);
  }
};

/** The same place over https; `undefined` where the request names none. */
function httpsAddress(host: string | undefined, target: string): string | undefined {
  if (host === undefined || !target.startsWith('/')) return undefined;
  try {
    return URL.parse(`https://${writeHostPort(readHostPort(host))}${target}`)?.href;
  } catch {
    return undefined;
  }
}
