import type { CallType, Connection, FeedId, Request, Stream } from '@open-rooms/protocol';
import type { Presence } from '../presence/presence.ts';
import type { Actor } from '../rooms/actor.ts';
import type { TunnelPeer } from '../tunnels/tunnel-peer.ts';

/** Answers what a peer asks, by the contract. */
export type Answer = (caller: RoomPeer, stream: Stream, request: Request) => void;

/** Somebody on the other side of an open connection, with a proven key. */
export class RoomPeer implements TunnelPeer {
  readonly id: FeedId;
  /** The `Host` header by which it reached the room, where it came over HTTP. */
  readonly hostHeader: string | undefined;
  /** Whoever acts over it: the person, from where they come. */
  readonly actor: Actor & { readonly kind: 'feed' };
  readonly #connection: Connection;
  readonly #answer: Answer;
  #attendance: Disposable | undefined;

  constructor(
    id: FeedId,
    connection: Connection,
    answer: Answer,
    { address, hostHeader }: { readonly address: string; readonly hostHeader?: string | undefined },
  ) {
    this.id = id;
    this.hostHeader = hostHeader;
    this.actor = { kind: 'feed', id, address };
    this.#connection = connection;
    this.#answer = answer;
  }

  onRequest(stream: Stream, request: Request): void {
    this.#answer(this, stream, request);
  }

  request(name: string, type: CallType, args: readonly unknown[]): Stream {
    return this.#connection.request(name, type, args);
  }

  hold(): Disposable {
    return this.#connection.hold();
  }

  get deliveredBytes(): number {
    return this.#connection.deliveredBytes;
  }

  /** Whether it is an attendant over this connection. */
  get isAttending(): boolean {
    return this.#attendance !== undefined;
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
