import {
  type AttendantContract,
  answerPings,
  attendantContract,
  CLIENT_LIMITS,
  type Clock,
  type CloseReason,
  Connection,
  ConnectionEnded,
  type CryptoBackend,
  type FeedId,
  feedIdOf,
  type Handlers,
  Keepalive,
  type KeyPair,
  manifestOf,
  Refused,
  type Remote,
  type RoomContract,
  remoteOf,
  roomContract,
  SecretChannel,
  type Stream,
  serve,
} from '@open-rooms/protocol';
import type { DialledWire } from './runtime.ts';

/** What a client needs of the runtime and of the person. */
export interface RoomConnectionOptions {
  /** An open wire to the room. */
  readonly wire: DialledWire;
  /** The room's public key: nobody else is talked to. */
  readonly room: Uint8Array;
  readonly keys: KeyPair;
  /** 32 bytes: which network of SSB peers this is. */
  readonly networkKey: Uint8Array;
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  /** Somebody opens a tunnel to us: set the stream's receiver, or fail it. Without it all are refused. */
  readonly onTunnel?: (stream: Stream, origin: FeedId) => void;
  /** The solution of a sign-in that we began with `cc`; throws `Refused` where we did not. Without it we began none. */
  readonly solve?: (room: FeedId, sc: string, cc: string) => string;
}

/** An open connection to a room: its methods, and its end. */
export interface RoomConnection {
  /** Our own feed id. */
  readonly id: FeedId;
  readonly room: FeedId;
  readonly remote: Remote<RoomContract>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<CloseReason>;
  /** There is reason to believe that the room is gone: it is asked at once, and not waited for as long. */
  doubt(): void;
  close(): void;
}

/** A connection that ended before both sides were proven. */
export class HandshakeEnded extends ConnectionEnded {
  readonly reason: CloseReason;
  /** Whether the other side said hello: then it is an SSB peer of this network. */
  readonly answered: boolean;

  constructor(reason: CloseReason, answered: boolean) {
    super(`The room ended the handshake: ${reason}.`);
    this.name = 'HandshakeEnded';
    this.reason = reason;
    this.answered = answered;
  }
}

/**
 * Shakes hands over a wire, and keeps the connection warm from then on. Rejects with {@link HandshakeEnded} where
 * the other side does not prove the room's key, refuses us, or goes away.
 */
export function connectRoom(options: RoomConnectionOptions): Promise<RoomConnection> {
  const { wire, room, keys, networkKey, crypto, clock } = options;
  const id = feedIdOf(keys.publicKey);
  const answer = serve<AttendantContract, undefined>(attendantContract, attendantHandlers(id, options), {
    gate: () => undefined,
    onFault: throwLater,
  });
  return new Promise((resolve, reject) => {
    const ended = Promise.withResolvers<CloseReason>();
    let keepalive: Keepalive | undefined;
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.client(crypto, networkKey, keys, room),
      limits: CLIENT_LIMITS,
      clock,
      allocate: crypto.allocate,
      events: {
        onOpen: (remote) => {
          keepalive = new Keepalive(connection, clock, () => clock.now());
          resolve({
            id,
            room: remote,
            remote: remoteOf(roomContract, connection),
            closed: ended.promise,
            doubt: () => keepalive?.doubt(),
            close: () => connection.close(),
          });
        },
        onRequest: (stream, request) => answer(undefined, stream, request),
        onClosed: (reason) => {
          keepalive?.[Symbol.dispose]();
          reject(new HandshakeEnded(reason, connection.receivedBytes > 0));
          ended.resolve(reason);
        },
      },
    });
    wire.attach(connection);
  });
}

/** What a room asks of those who attend it. */
function attendantHandlers(
  id: FeedId,
  { room, clock, onTunnel, solve = beganNone }: RoomConnectionOptions,
): Handlers<AttendantContract, undefined> {
  const portal = feedIdOf(room);
  const manifest = manifestOf(attendantContract);
  return {
    manifest: () => manifest,
    whoami: () => ({ id }),
    'gossip.ping': (_caller, stream) => answerPings(stream, () => clock.now()),
    'tunnel.connect': (_caller, stream, arrival) => {
      const isForUs = (arrival.target ?? id) === id && (arrival.portal ?? portal) === portal;
      if (isForUs && onTunnel !== undefined) onTunnel(stream, arrival.origin);
      else stream.fail(`could not connect to:${arrival.target ?? id}`);
    },
    'httpAuth.requestSolution': (_caller, sc, cc) => solve(portal, sc, cc),
  };
}

function beganNone(): never {
  throw new Refused(
    'not-allowed',
    'The client nonce "cc" is unknown or has expired: this program signs in nowhere',
  );
}

/** A fault of ours is nothing that a caller should be asked to handle: it ends the program, or shows in its console. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
