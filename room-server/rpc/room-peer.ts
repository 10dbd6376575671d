import type { Connection, FeedId, Stream } from '@open-rooms/protocol';
import type { Presence } from '../presence/presence.ts';
import type { TunnelPeer } from '../tunnels/tunnel-peer.ts';

/** Somebody on the other side of an open connection, with a proven key. */
export class RoomPeer implements TunnelPeer {
  readonly id: FeedId;
  readonly #connection: Connection;
  #attendance: Disposable | undefined;

  constructor(id: FeedId, connection: Connection) {
    this.id = id;
    this.#connection = connection;
  }

  request(name: string, type: 'duplex', args: readonly unknown[]): Stream {
    return this.#connection.request(name, type, args);
  }

  hold(): Disposable {
    return this.#connection.hold();
  }

  /** Becomes an attendant over this connection, if it is not yet. */
  attend(presence: Presence<RoomPeer>): void {
    this.#attendance ??= presence.attend(this.id, this);
  }

  /** Is no attendant any more, as far as this connection goes. */
  leave(): void {
    this.#attendance?.[Symbol.dispose]();
    this.#attendance = undefined;
  }
}
