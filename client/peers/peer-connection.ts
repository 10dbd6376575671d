import {
  type CloseReason,
  Connection,
  type FeedId,
  Keepalive,
  type PeerContract,
  type PipeOffer,
  peerContract,
  publicKeyOf,
  type Remote,
  type Request,
  remoteOf,
  SecretChannel,
  type ServerIdentity,
  type SessionLimits,
  type Stream,
} from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { Identity } from '../identity/identity.ts';
import { PeerStream } from './peer-stream.ts';
import { TunnelWire } from './tunnel-wire.ts';

/** What a tunnel's end needs. */
export interface PeerParts {
  readonly identity: Identity;
  /** The same, made ready to answer handshakes. */
  readonly server: ServerIdentity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly limits: SessionLimits;
  /** Answers what the other side asks. */
  readonly onRequest: (peer: PeerConnection, stream: Stream, request: Request) => void;
}

/**
 * A peer at the other end of a tunnel, proven by a handshake of its own inside it: the room between sees none of it,
 * and cannot stand in for anybody.
 */
export class PeerConnection {
  /** Who it is, by the key that the handshake proved. */
  readonly id: FeedId;
  /** The room that the tunnel goes through. */
  readonly room: FeedId;
  /** Which side opened the tunnel. */
  readonly opener: 'here' | 'there';
  /** Its methods. Stock apps have some of them, and refuse the others with a `RemoteError`. */
  readonly remote: Remote<PeerContract>;
  /** Resolves when it is over. */
  readonly closed: Promise<CloseReason>;
  readonly #connection: Connection;
  readonly #now: () => number;
  readonly #carried = new Set<() => boolean>();

  /** Made by {@link PeerConnection.dial} and {@link PeerConnection.answer}. */
  constructor(tunnel: OpenTunnel, connection: Connection, id: FeedId) {
    this.id = id;
    this.room = tunnel.room;
    this.opener = tunnel.opener;
    this.remote = remoteOf(peerContract, connection);
    this.closed = tunnel.closed;
    this.#connection = connection;
    this.#now = tunnel.now;
  }

  /**
   * Shakes hands through the tunnel that we asked for, with whom it is to lead to.
   * @throws JoinError `not-online`, `wrong-key`, `silent`, `refused`
   */
  static async dial(stream: Stream, room: FeedId, target: FeedId, parts: PeerParts): Promise<PeerConnection> {
    const key = publicKeyOf(target);
    if (key === undefined) throw new JoinError('unreadable', `${target} is no feed id.`);
    const channel = SecretChannel.client(parts.runtime.crypto, parts.networkKey, parts.identity, key);
    return opened({ stream, room, expected: target, opener: 'here', channel }, parts);
  }

  /**
   * Answers the handshake of whoever opened a tunnel to us. The room's word for who it is has to be true.
   * @throws JoinError
   */
  static async answer(
    stream: Stream,
    room: FeedId,
    origin: FeedId,
    parts: PeerParts,
  ): Promise<PeerConnection> {
    const channel = SecretChannel.server(parts.runtime.crypto, parts.networkKey, parts.server);
    return opened({ stream, room, expected: origin, opener: 'there', channel }, parts);
  }

  /** Sends and receives bytes, described by `offer`; the other side may want to be asked first. */
  pipe(offer: PipeOffer = {}): PeerStream {
    return new PeerStream(this.remote['peer.pipe'](offer));
  }

  /** Opens the bytes of a link's base connection, which stock apps refuse (spec/links.md). */
  openLink(): PeerStream {
    return new PeerStream(this.remote['peer.link']());
  }

  /** Milliseconds to the other side and back. Every muxrpc peer answers, if with an error. */
  async roundTrip(): Promise<number> {
    const from = this.#now();
    await this.remote.whoami().catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'RemoteError') throw error;
    });
    return this.#now() - from;
  }

  /** Whether nothing is open but the pings of both sides. */
  get isIdle(): boolean {
    return this.isIdleBut(0);
  }

  /** Whether nothing is open but the pings of both sides and so many streams. */
  isIdleBut(streams: number): boolean {
    const idle = [...this.#carried].filter((isIdle) => isIdle()).length;
    return this.#connection.openStreams <= 2 + streams + idle;
  }

  /** A stream carries something that does nothing as long as `isIdle` says so, until disposed. */
  carry(isIdle: () => boolean): Disposable {
    this.#carried.add(isIdle);
    return { [Symbol.dispose]: () => void this.#carried.delete(isIdle) };
  }

  close(): void {
    this.#connection.close();
  }
}

interface Tunnel {
  readonly stream: Stream;
  readonly room: FeedId;
  /** Who has to be at the other end. */
  readonly expected: FeedId;
  readonly opener: 'here' | 'there';
  readonly channel: SecretChannel;
}

interface OpenTunnel extends Pick<Tunnel, 'room' | 'opener'> {
  readonly closed: Promise<CloseReason>;
  readonly now: () => number;
}

function opened(tunnel: Tunnel, parts: PeerParts): Promise<PeerConnection> {
  const { crypto, clock } = parts.runtime;
  const wire = new TunnelWire(tunnel.stream, crypto.allocate);
  return new Promise((resolve, reject) => {
    const ended = Promise.withResolvers<CloseReason>();
    let keepalive: Keepalive | undefined;
    let peer: PeerConnection | undefined;
    const connection: Connection = new Connection(wire, {
      channel: tunnel.channel,
      limits: parts.limits,
      clock,
      allocate: crypto.allocate,
      events: {
        onCaller: (caller) => {
          if (caller === tunnel.expected) return connection.accept();
          const sentence = `The room said that ${tunnel.expected} comes, and ${caller} came: it was turned away.`;
          reject(new JoinError('wrong-key', sentence));
          connection.close();
        },
        onOpen: (id) => {
          const { room, opener } = tunnel;
          peer = new PeerConnection(
            { room, opener, closed: ended.promise, now: () => clock.now() },
            connection,
            id,
          );
          keepalive = new Keepalive(connection, clock, () => clock.now());
          resolve(peer);
        },
        onRequest: (stream, request) => peer && parts.onRequest(peer, stream, request),
        onClosed: (reason) => {
          keepalive?.[Symbol.dispose]();
          reject(tunnelError(tunnel.expected, reason, wire.error, connection.receivedBytes > 0));
          ended.resolve(reason);
        },
      },
    });
    wire.attach(connection);
  });
}

/** Why no peer came of a tunnel: the room's word where it gave one. */
function tunnelError(
  expected: FeedId,
  reason: CloseReason,
  said: string | undefined,
  answered: boolean,
): JoinError {
  if (said?.includes('could not connect to'))
    return new JoinError('not-online', `${expected} cannot be reached through the room now: ${said}.`);
  if (said !== undefined) return new JoinError('refused', `The tunnel to ${expected} was refused: ${said}.`);
  // Whoever is not proven themselves cannot read what was sent to the other, and hangs up.
  if (reason === 'not-proven' || (reason === 'hang-up' && answered)) {
    const sentence = `Whoever is at the end of the tunnel does not prove to be ${expected}, or does not let you in: the room lies, or is broken, or they turn you away.`;
    return new JoinError('wrong-key', sentence);
  }
  if (reason === 'handshake-timeout')
    return new JoinError(
      'silent',
      `${expected} does not answer through the tunnel. Their app may be asleep: try again later.`,
    );
  return new JoinError(
    'refused',
    `${expected} ended the tunnel before it was open (${reason}): they may not let strangers in.`,
  );
}
