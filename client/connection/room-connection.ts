import {
  CLIENT_LIMITS,
  type Clock,
  type CloseReason,
  Connection,
  ConnectionEnded,
  type CryptoBackend,
  type FeedId,
  feedIdOf,
  type KeyPair,
  type Remote,
  type Request,
  type RoomContract,
  remoteOf,
  roomContract,
  SecretChannel,
  type Stream,
  type Wire,
  type WireEvents,
} from '@open-rooms/protocol';

/** What a client needs of the runtime and of the person. */
export interface RoomConnectionOptions {
  /** An open wire to the room, which tells its events to whom it is attached. */
  readonly wire: Wire & { attach(events: WireEvents): void };
  /** The room's public key: nobody else is talked to. */
  readonly room: Uint8Array;
  readonly keys: KeyPair;
  /** 32 bytes: which network of SSB peers this is. */
  readonly networkKey: Uint8Array;
  readonly crypto: CryptoBackend;
  readonly clock: Clock;
  /** Somebody opens a tunnel to us: set the stream's receiver, or fail it. Without it all are refused. */
  readonly onTunnel?: (stream: Stream, origin: FeedId) => void;
}

/** An open connection to a room: its methods, and its end. */
export interface RoomConnection {
  /** Our own feed id. */
  readonly id: FeedId;
  readonly room: FeedId;
  readonly remote: Remote<RoomContract>;
  /** Resolves when the connection is over. */
  readonly closed: Promise<CloseReason>;
  close(): void;
}

/**
 * Shakes hands over a wire. Rejects with {@link ConnectionEnded} where the other side does not prove the room's
 * key, refuses us, or goes away.
 */
export function connectRoom(options: RoomConnectionOptions): Promise<RoomConnection> {
  const { wire, room, keys, networkKey, crypto, clock } = options;
  const id = feedIdOf(keys.publicKey);
  return new Promise((resolve, reject) => {
    const ended = Promise.withResolvers<CloseReason>();
    const connection: Connection = new Connection(wire, {
      channel: SecretChannel.client(crypto, networkKey, keys, room),
      limits: CLIENT_LIMITS,
      clock,
      allocate: crypto.allocate,
      events: {
        onOpen: (remote) =>
          resolve({
            id,
            room: remote,
            remote: remoteOf(roomContract, connection),
            closed: ended.promise,
            close: () => connection.close(),
          }),
        onRequest: (stream, request) => answer(stream, request, options),
        onClosed: (reason) => {
          reject(new ConnectionEnded(`The room ended the handshake: ${reason}.`));
          ended.resolve(reason);
        },
      },
    });
    wire.attach(connection);
  });
}

/** What a room calls on its peers: tunnels that somebody opens to them, and pings. */
function answer(stream: Stream, request: Request, { clock, onTunnel }: RoomConnectionOptions): void {
  if (request.name === 'gossip.ping') {
    stream.receiver = { onFrame: () => stream.send(clock.now()), onEnd: () => stream.end() };
    return;
  }
  const [address] = request.args as [{ origin?: FeedId }?];
  const origin = address?.origin;
  if (request.name === 'tunnel.connect' && onTunnel !== undefined && origin !== undefined)
    onTunnel(stream, origin);
  else stream.fail(`method:${request.name.replaceAll('.', ',')} is not in list of allowed methods`);
}
