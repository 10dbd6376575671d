import { type Clock, ConnectionEnded, type FeedId, RemoteError } from '@open-rooms/protocol';
import { Attendants } from './attendants.ts';
import { followAttendants } from './enter-room.ts';
import { ASK_AGAIN_MS } from './limits.ts';
import { type RoomConnection, throwLater } from './room-connection.ts';

export interface RoomListParts {
  readonly own: FeedId;
  readonly clock: Clock;
  /** The list is known. */
  readonly onListed: () => void;
}

/** Who attends a room, as it tells over whichever connection there is. */
export class RoomList {
  readonly attendants: Attendants;
  readonly #parts: RoomListParts;
  readonly #listed = Promise.withResolvers<void>();
  #isListed = false;
  #connection: RoomConnection | undefined;
  #timer: Disposable | undefined;

  constructor(parts: RoomListParts) {
    this.#parts = parts;
    this.attendants = new Attendants(parts.own);
  }

  /** Resolves once the list is known for the first time. */
  get listed(): Promise<void> {
    return this.#listed.promise;
  }

  /** Whether it is known over the connection there is. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /** The list over this connection, from now on. */
  follow(connection: RoomConnection): void {
    this.#connection = connection;
    this.#isListed = false;
    this.#follow(connection);
  }

  /** That is gone; who was there stays on the list. */
  end(): void {
    this.#connection = undefined;
    this.#timer?.[Symbol.dispose]();
  }

  /** A room that stops telling who is there, though the connection goes on, is asked again. */
  #follow(connection: RoomConnection): void {
    const again = () => {
      if (this.#connection !== connection) return;
      this.#timer = this.#parts.clock.after(ASK_AGAIN_MS, () => this.#follow(connection));
    };
    const failed = (error: unknown) => {
      if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throwLater(error);
      again();
    };
    const onFirst = () => {
      if (this.#isListed) return;
      this.#isListed = true;
      this.#listed.resolve();
      this.#parts.onListed();
    };
    followAttendants(connection.remote, this.attendants, onFirst).then(again, failed);
  }
}
