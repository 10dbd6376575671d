import type { FeedId, SocketAddress, Stream } from '@open-rooms/protocol';
import { Attendants } from '../connection/attendants.ts';
import { dialRoom } from '../connection/dial-room.ts';
import type { RoomConnection } from '../connection/room-connection.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import type { Check } from './check.ts';

/** A throw-away client: a key that nobody has seen before, connected to the room. */
export class Visitor implements Disposable {
  readonly identity: Identity;
  readonly address: SocketAddress;
  readonly connection: RoomConnection;
  /** Whom the room has told that they are there, this one aside. */
  readonly attendants: Attendants;
  readonly #tunnels: Tunnels;

  private constructor(
    identity: Identity,
    address: SocketAddress,
    connection: RoomConnection,
    tunnels: Tunnels,
  ) {
    this.identity = identity;
    this.address = address;
    this.connection = connection;
    this.attendants = new Attendants(identity.id);
    this.#tunnels = tunnels;
  }

  /**
   * Shakes hands at one address.
   * @throws JoinError
   */
  static async dial(address: SocketAddress, { runtime, networkKey, signal, scope }: Check): Promise<Visitor> {
    const identity = createIdentity(runtime.crypto);
    const tunnels: Tunnels = { onTunnel: refuse };
    const onTunnel = (stream: Stream, origin: FeedId) => tunnels.onTunnel(stream, origin);
    const { connection } = await dialRoom(
      [address],
      { runtime, networkKey, keys: identity, onTunnel },
      signal,
    );
    return scope.use(new Visitor(identity, address, connection, tunnels));
  }

  get id(): FeedId {
    return this.identity.id;
  }

  /** Who takes the tunnels that are opened to this one, from now on. */
  set onTunnel(onTunnel: (stream: Stream, origin: FeedId) => void) {
    this.#tunnels.onTunnel = onTunnel;
  }

  [Symbol.dispose](): void {
    this.connection.close();
  }
}

interface Tunnels {
  onTunnel: (stream: Stream, origin: FeedId) => void;
}

/** Others in the room may dial whoever comes. */
function refuse(stream: Stream): void {
  stream.fail('could not connect: this peer only checks the room, and lets nobody in');
}
