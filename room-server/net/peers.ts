import {
  type Clock,
  type CloseReason,
  Connection,
  type CryptoBackend,
  type FeedId,
  Keepalive,
  type Request,
  SERVER_LIMITS,
  SecretChannel,
  type ServerIdentity,
  type Stream,
  type Wire,
  type WireEvents,
} from '@open-rooms/protocol';
import type { DropReason } from '../observe/drop-reasons.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics, Transport } from '../observe/metrics.ts';
import type { Admission, AdmissionRefusal } from './admission.ts';

export interface PeersOptions {
  readonly crypto: CryptoBackend;
  readonly networkKey: Uint8Array;
  readonly identity: ServerIdentity;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Somebody was refused, or let out for somebody newer: there are as many connections as there may be. */
  readonly onFull: (reason: AdmissionRefusal, address: string) => void;
  /** Whether somebody with a proven key is let in, or why not. */
  readonly mayEnter: (id: FeedId, origin: Origin) => 'yes' | 'banned' | 'not-admitted';
  /** Somebody with a proven key is in. */
  readonly welcome: (id: FeedId, connection: Connection, origin: Origin) => Guest;
}

/** What the room makes of a connection. */
export interface Guest {
  onRequest(stream: Stream, request: Request): void;
  /** The connection is over. */
  leave(): void;
}

/** A wire that was accepted, before it has an owner. */
export interface ArrivingWire extends Wire {
  attach(events: WireEvents): void;
}

/** The other end of a wire, as the system knows it. */
export interface Origin {
  readonly address: string;
  /** The `Host` header by which it reached the room, where it came over HTTP. */
  readonly hostHeader?: string | undefined;
  /** Bytes on their way to it that it did not acknowledge; `undefined` where the system does not tell. */
  readonly unsentBytes: () => number | undefined;
}

/** Every peer that is connected, whatever the transport: from a raw wire to a proven key and its requests. */
export class Peers {
  readonly #options: PeersOptions;
  /** Every connection, and whose it is once that is proven. */
  readonly #open = new Map<Connection, FeedId | undefined>();

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /** Takes over a wire that somebody opened. */
  arrive(wire: ArrivingWire, transport: Transport, origin: Origin): void {
    const { admission, metrics, onFull } = this.#options;
    let connection: Connection | undefined;
    let proven = false;
    const admitted = admission.arrive(origin.address, (reason) => {
      this.drop(reason);
      onFull(reason, origin.address);
      connection?.close();
      // Who did not finish the handshake is told no goodbye, and does not keep the socket for the time of one.
      if (!proven) wire.destroy();
    });
    if (typeof admitted === 'string') {
      this.drop(admitted);
      onFull(admitted, origin.address);
      wire.destroy();
      return;
    }
    metrics.accepted[transport]++;
    metrics.connections[transport]++;
    connection = this.#connect(
      wire,
      origin,
      (id) => {
        proven = true;
        admitted.proven(id);
      },
      () => {
        admitted[Symbol.dispose]();
        metrics.connections[transport]--;
      },
    );
    this.#open.set(connection, undefined);
    wire.attach(connection);
  }

  /** Says goodbye to everybody. */
  close(): void {
    for (const connection of [...this.#open.keys()]) connection.close();
  }

  /** Everybody who is connected, once each. */
  connected(): FeedId[] {
    return [...new Set(this.#open.values())].filter((id) => id !== undefined);
  }

  /** Ends all connections of somebody. */
  expel(id: FeedId): void {
    for (const [connection, who] of [...this.#open]) if (who === id) connection.close();
  }

  /** Counts what was refused or ended. */
  drop(reason: DropReason): void {
    this.#options.metrics.drops[reason]++;
  }

  #connect(wire: Wire, origin: Origin, onProven: (id: FeedId) => void, onClosed: () => void): Connection {
    const { crypto, networkKey, identity, clock, now, metrics, mayEnter, welcome } = this.#options;
    let guest: Guest | undefined;
    let keepalive: Keepalive | undefined;
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.server(crypto, networkKey, identity),
      limits: SERVER_LIMITS,
      clock,
      allocate: crypto.allocate,
      unsentBytes: origin.unsentBytes,
      events: {
        onCaller: (id) => {
          const entrance = mayEnter(id, origin);
          if (entrance === 'yes') return connection.accept();
          this.drop(entrance);
          connection.close();
        },
        onOpen: (id) => {
          this.#open.set(connection, id);
          metrics.handshakes.ok++;
          onProven(id);
          guest = welcome(id, connection, origin);
          keepalive = new Keepalive(connection, clock, now);
        },
        onRequest: (stream, request) => guest?.onRequest(stream, request),
        onRefused: (reason) => this.drop(reason),
        onClosed: (reason) => {
          this.#open.delete(connection);
          keepalive?.[Symbol.dispose]();
          guest?.leave();
          if (guest === undefined) metrics.handshakes.failed++;
          this.#count(reason);
          onClosed();
        },
      },
    });
    return connection;
  }

  #count(reason: CloseReason): void {
    this.#options.log.debug('A connection ended.', { reason });
    const drop = DROP_OF[reason];
    if (drop !== undefined) this.drop(drop);
  }
}

/** Which ends are a refusal or a drop; the others are how connections end. */
const DROP_OF: Readonly<Record<CloseReason, DropReason | undefined>> = {
  'wrong-network-key': 'wrong-network-key',
  'low-order-key': 'low-order-key',
  'not-proven': 'handshake-garbage',
  'early-data': 'handshake-garbage',
  'handshake-timeout': 'handshake-timeout',
  'box-forged': 'protocol-error',
  'box-empty': 'protocol-error',
  'box-too-large': 'box-too-large',
  'bad-request-number': 'protocol-error',
  'frame-too-large': 'frame-too-large',
  'answers-unread': 'answers-unread',
  silent: 'silent',
  goodbye: undefined,
  'hang-up': undefined,
  closed: undefined,
};
