import {
  ConnectionEnded,
  type FeedId,
  type Metadata,
  Reconnect,
  type ReconnectAction,
  type ReconnectEvent,
  type ReconnectState,
  type Remote,
  RemoteError,
  type RoomContract,
  type SocketAddress,
  type Stream,
} from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import { Attendants, type LiveSet } from './attendants.ts';
import { unlessAborted } from './deadline.ts';
import { type DialledRoom, dialRoom } from './dial-room.ts';
import { enterRoom, followAttendants } from './enter-room.ts';
import type { FoundRoom } from './find-room.ts';
import { JoinError } from './join-error.ts';
import { ASK_AGAIN_MS } from './limits.ts';
import { movedTo } from './moved-to.ts';
import { type RoomConnection, throwLater } from './room-connection.ts';
import type { Runtime } from './runtime.ts';

export interface RoomParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  /** Somebody opens a tunnel to us through this room. */
  readonly onTunnel: (room: Room, stream: Stream, origin: FeedId) => void;
  /** The room is there, for the first time or again, perhaps at another address. */
  readonly onOpened: (room: Room) => void;
}

/** What a room is, as long as it is there. */
interface Entered {
  readonly connection: RoomConnection;
  readonly metadata: Metadata;
}

/**
 * A room that is kept: joined once, and joined again by itself whenever the connection is lost, until it is left.
 * Where its address leads nowhere any more, the host that named it is asked again.
 */
export class Room {
  readonly id: FeedId;
  readonly #parts: RoomParts;
  readonly #place: FoundRoom['place'];
  readonly #machine: Reconnect;
  readonly #attendants: Attendants;
  readonly #watchers = new Set<() => void>();
  #addresses: readonly SocketAddress[];
  #entered: Entered | undefined;
  #metadata: Metadata | undefined;
  #error: JoinError | undefined;
  #dialling = new AbortController();
  #timer: Disposable | undefined;
  readonly #listed = Promise.withResolvers<void>();
  #isListed = false;

  private constructor(found: FoundRoom, parts: RoomParts) {
    this.id = found.id;
    this.#parts = parts;
    this.#place = found.place;
    this.#addresses = found.addresses;
    this.#machine = new Reconnect(() => randomNumber(parts.runtime));
    this.#attendants = new Attendants(parts.identity.id);
  }

  /** Keeps a room that may not be there now: dials, and dials again, from now on. */
  static keep(found: FoundRoom, parts: RoomParts): Room {
    const room = new Room(found, parts);
    room.#dial();
    return room;
  }

  /**
   * Keeps a room that is there: where the first try fails, there is no other.
   * @throws JoinError, or the signal's reason
   */
  static async join(found: FoundRoom, parts: RoomParts, signal: AbortSignal): Promise<Room> {
    signal.throwIfAborted();
    const room = Room.keep(found, parts);
    try {
      await room.reached(signal);
      return room;
    } catch (error) {
      room.leave();
      throw error;
    }
  }

  /** `open` while connected; `waiting` and `dialling` between connections; `stopped` once it was left. */
  get state(): ReconnectState {
    return this.#machine.state;
  }

  /** The room's methods; `undefined` while it is not connected. */
  get remote(): Remote<RoomContract> | undefined {
    return this.#entered?.connection.remote;
  }

  /** What the room said of itself and of us, when it was entered last. */
  get metadata(): Metadata | undefined {
    return this.#metadata;
  }

  /** Why the last try to reach it failed; `undefined` while connected. */
  get error(): JoinError | undefined {
    return this.#error;
  }

  /** Where it is, the address that worked last first. */
  get addresses(): readonly SocketAddress[] {
    return this.#addresses;
  }

  /** The host that named it, where one did. */
  get place(): FoundRoom['place'] {
    return this.#place;
  }

  /** Who else is there. While the room is not connected: who was there last. */
  get attendants(): LiveSet<FeedId> {
    return this.#attendants;
  }

  /** Resolves once the list of attendants is known; where the room does not tell it, never. */
  get listed(): Promise<void> {
    return this.#listed.promise;
  }

  /** Whether the list is known since the room was entered last: who joins from then on came after us. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /** Calls `listener` after each change of state, and when the list of attendants is known, until disposed. */
  watch(listener: () => void): Disposable {
    // One function may watch twice: each watch ends by itself.
    const watcher = () => listener();
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  /**
   * Resolves once the room is connected; where it waits, it is tried at once.
   * @throws JoinError that says why this try failed, or the signal's reason
   */
  async reached(signal: AbortSignal): Promise<void> {
    if (this.state === 'open') return;
    this.nudge();
    const outcome = Promise.withResolvers<void>();
    const look = () => {
      if (this.state === 'open') outcome.resolve();
      else if (this.state !== 'dialling') outcome.reject(this.#error ?? wasLeft());
    };
    using _watching = this.watch(look);
    look();
    await unlessAborted(signal, outcome.promise);
  }

  /**
   * Tries at once where it waits: the network is back, the machine is awake, or somebody asks. Where it is connected,
   * it has to show soon that it is there.
   */
  nudge(): void {
    this.#entered?.connection.doubt();
    this.#on('nudged');
  }

  /** Says goodbye and stays away. */
  leave(): void {
    this.#on('stopped');
  }

  #on(event: ReconnectEvent): void {
    const action = this.#machine.on(event, this.#parts.runtime.clock.now());
    if (action !== undefined) this.#do(action);
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#watchers]) listener();
  }

  #do(action: ReconnectAction): void {
    this.#timer?.[Symbol.dispose]();
    if (action.kind === 'wait') {
      this.#timer = this.#parts.runtime.clock.after(action.ms, () => this.#on('due'));
    } else if (action.kind === 'dial') this.#dial();
    else {
      this.#dialling.abort(wasLeft());
      this.#entered?.connection.close();
    }
  }

  #dial(): void {
    this.#dialling = new AbortController();
    const { signal } = this.#dialling;
    this.#enter(signal).then(
      ({ connection, metadata }) => {
        if (signal.aborted) connection.close();
        else this.#opened(connection, metadata);
      },
      (error: unknown) => {
        if (!(error instanceof JoinError)) return throwLater(error);
        this.#error = error;
        this.#on('failed');
      },
    );
  }

  async #enter(signal: AbortSignal): Promise<Entered> {
    const { connection, address } = await this.#reach(signal);
    this.#addresses = [address, ...this.#addresses.filter((other) => other !== address)];
    try {
      const { identity, runtime } = this.#parts;
      return { connection, metadata: await enterRoom(connection.remote, identity.id, runtime.clock, signal) };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** By the addresses that are known; then by those that the host tells now. */
  async #reach(signal: AbortSignal): Promise<DialledRoom> {
    try {
      return await this.#dialAt(this.#addresses, signal);
    } catch (error) {
      if (!(error instanceof JoinError) || this.#place === undefined || signal.aborted) throw error;
      this.#addresses = await movedTo(this.#place, this.id, error, this.#parts.runtime, signal);
      return this.#dialAt(this.#addresses, signal);
    }
  }

  #dialAt(addresses: readonly SocketAddress[], signal: AbortSignal): Promise<DialledRoom> {
    const { identity, runtime, networkKey, onTunnel } = this.#parts;
    const parts = { runtime, networkKey, keys: identity };
    return dialRoom(
      addresses,
      { ...parts, onTunnel: (stream, origin) => onTunnel(this, stream, origin) },
      signal,
    );
  }

  #opened(connection: RoomConnection, metadata: Metadata): void {
    this.#entered = { connection, metadata };
    this.#metadata = metadata;
    this.#isListed = false;
    this.#error = undefined;
    this.#on('opened');
    this.#follow(connection);
    void connection.closed.then(() => {
      if (this.#entered?.connection !== connection) return;
      this.#entered = undefined;
      this.#on('lost');
    });
    this.#parts.onOpened(this);
  }

  /** A room that stops telling who is there, though the connection goes on, is asked again. */
  #follow(connection: RoomConnection): void {
    const again = () => {
      if (this.#entered?.connection !== connection) return;
      this.#timer = this.#parts.runtime.clock.after(ASK_AGAIN_MS, () => this.#follow(connection));
    };
    const failed = (error: unknown) => {
      if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throwLater(error);
      again();
    };
    const onFirst = () => {
      if (this.#isListed) return;
      this.#isListed = true;
      this.#listed.resolve();
      this.#tell();
    };
    followAttendants(connection.remote, this.#attendants, onFirst).then(again, failed);
  }
}

function wasLeft(): JoinError {
  return new JoinError('refused', 'The room was left.');
}

/** From 0 to below 1, of the system's random source. */
function randomNumber({ crypto }: Runtime): number {
  const [a = 0, b = 0] = crypto.randomBytes(2);
  return (a * 256 + b) / 65_536;
}
