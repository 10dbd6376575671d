import {
  type Act,
  type Ending,
  type FeedId,
  type Metadata,
  type OperationName,
  Reconnect,
  type ReconnectAction,
  type ReconnectEvent,
  type ReconnectState,
  type Remote,
  type RoomContract,
  type SocketAddress,
  type Standing,
  type Stream,
} from '@open-rooms/protocol';
import type { LiveSet } from './attendants.ts';
import { unlessAborted } from './deadline.ts';
import { askIsRoom } from './enter-room.ts';
import type { FoundRoom } from './find-room.ts';
import { JoinError, type JoinFault } from './join-error.ts';
import { type RoomConnection, throwLater } from './room-connection.ts';
import { endedFor, isPutOut, keptOutError, type RoomEnded } from './room-ended.ts';
import { RoomList } from './room-list.ts';
import { type Entered, RoomWay, type RoomWayParts } from './room-way.ts';
import type { Runtime } from './runtime.ts';
import { mayIn, standingIn } from './standing-in.ts';

export interface RoomParts extends Omit<RoomWayParts, 'onTunnel'> {
  /** Somebody opens a tunnel to us through this room. */
  readonly onTunnel: (room: Room, stream: Stream, origin: FeedId) => void;
  /** The room is there, for the first time or again, perhaps at another address. */
  readonly onOpened: (room: Room) => void;
}

/**
 * A room that is kept: joined once, and joined again by itself whenever the connection is lost, until it is left,
 * or has put one out.
 */
export class Room {
  readonly id: FeedId;
  readonly #parts: RoomParts;
  readonly #way: RoomWay;
  readonly #machine: Reconnect;
  readonly #list: RoomList;
  readonly #watchers = new Set<() => void>();
  #entered: Entered | undefined;
  #metadata: Metadata | undefined;
  #error: JoinError | undefined;
  #ended: RoomEnded | undefined;
  #dialling = new AbortController();
  #timer: Disposable | undefined;

  private constructor(found: FoundRoom, parts: RoomParts) {
    this.id = found.id;
    this.#parts = parts;
    const onTunnel = (stream: Stream, origin: FeedId) => parts.onTunnel(this, stream, origin);
    this.#way = new RoomWay(found, { ...parts, onTunnel });
    this.#machine = new Reconnect(() => randomNumber(parts.runtime));
    const onListed = () => this.#tell();
    this.#list = new RoomList({ own: parts.identity.id, clock: parts.runtime.clock, onListed });
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

  /**
   * `open` while connected; `waiting` and `dialling` between connections; `refused` where the room has put one out, until
   * it is tried by hand; `stopped` once it was left.
   */
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

  /** What one is there, as the room has told. */
  get standing(): Standing {
    return standingIn(this.#metadata);
  }

  /** Whether the room would let one do that, as far as it has told: what is refused need not be offered. */
  may(act: Act): boolean {
    return mayIn(this.#metadata, act);
  }

  /** What may be done to the room by those who may (spec/administration.md); `undefined` while it is not connected. */
  get administration(): Pick<Remote<RoomContract>, OperationName> | undefined {
    return this.remote;
  }

  /** Why it has ended what one had there, by its own word; `undefined` once it is entered again. */
  get ended(): RoomEnded | undefined {
    return this.#ended;
  }

  /** Why the last try to reach it failed; `undefined` while connected. */
  get error(): JoinError | undefined {
    return this.#error;
  }

  /** Where it is, the address that worked last first. */
  get addresses(): readonly SocketAddress[] {
    return this.#way.addresses;
  }

  /** The host that named it, where one did. */
  get place(): FoundRoom['place'] {
    return this.#way.place;
  }

  /** Who else is there. While the room is not connected: who was there last. */
  get attendants(): LiveSet<FeedId> {
    return this.#list.attendants;
  }

  /** Resolves once the list of attendants is known; where the room does not tell it, never. */
  get listed(): Promise<void> {
    return this.#list.listed;
  }

  /** Whether the list is known since the room was entered last: who joins from then on came after us. */
  get isListed(): boolean {
    return this.#list.isListed;
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
    this.#on('asked');
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
   * Tries at once where it waits: the network is back, or the machine is awake. Where it is connected, it has to show soon
   * that it is there.
   */
  nudge(): void {
    this.#entered?.connection.doubt();
    this.#on('nudged');
  }

  /** Tries at once, by hand: also where the room has put one out. */
  tryAgain(): void {
    this.#on('asked');
  }

  /** Asks again what the room is, and what one is there: both may have changed. A room that does not answer told it last. */
  async refresh(): Promise<void> {
    const entered = this.#entered;
    if (entered === undefined) return;
    const metadata = await askIsRoom(entered.connection.remote).catch(unlessUnanswered);
    if (metadata === undefined || this.#entered !== entered) return;
    this.#metadata = metadata;
    // What was narrowed is told by it now.
    if (!isPutOut(this.#ended)) this.#ended = undefined;
    this.#tell();
  }

  /** The room's word that it ends something, verified, which was said while one is there. */
  heard(ending: Ending): void {
    const ended = endedFor(this.#parts.identity.id, ending);
    if (ended === undefined) return;
    this.#ended = ended;
    if (isPutOut(ended)) this.#on('refused');
    else this.#tell();
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
    this.#way.enter(signal).then(
      ({ connection, metadata }) => {
        if (signal.aborted) connection.close();
        else this.#opened(connection, metadata);
      },
      (error: unknown) => {
        if (!(error instanceof JoinError)) return throwLater(error);
        if (!signal.aborted) this.#failed(error);
      },
    );
  }

  /** Whom a room has told that it ends what they had there, and then lets in no more, is not let in by trying for ever. */
  #failed(error: JoinError): void {
    const ended = KEPT_OUT.includes(error.fault) ? this.#ended : undefined;
    this.#error = ended === undefined ? error : keptOutError(ended, error);
    this.#on(ended === undefined ? 'failed' : 'refused');
  }

  #opened(connection: RoomConnection, metadata: Metadata): void {
    this.#entered = { connection, metadata };
    this.#metadata = metadata;
    this.#error = undefined;
    this.#ended = undefined;
    this.#list.follow(connection);
    this.#on('opened');
    void connection.closed.then(() => {
      if (this.#entered?.connection !== connection) return;
      this.#entered = undefined;
      this.#list.end();
      this.#on('lost');
    });
    this.#parts.onOpened(this);
  }
}

/** How a room looks that does not let one in. */
const KEPT_OUT: readonly JoinFault[] = ['wrong-key', 'not-let-in', 'refused'];

function unlessUnanswered(error: unknown): undefined {
  if (!(error instanceof JoinError)) throw error;
}

function wasLeft(): JoinError {
  return new JoinError('refused', 'The room was left.');
}

/** From 0 to below 1, of the system's random source. */
function randomNumber({ crypto }: Runtime): number {
  const [a = 0, b = 0] = crypto.randomBytes(2);
  return (a * 256 + b) / 65_536;
}
