import {
  type FeedId,
  type Metadata,
  Reconnect,
  type ReconnectAction,
  type ReconnectEvent,
  roomContract,
} from '@open-rooms/protocol';
import { Attendants, type LiveSet } from '../connection/attendants.ts';
import { enterRoom, followAttendants } from '../connection/enter-room.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { Rpc } from './stock-packages.ts';
import { type StockRemote, stockRemote } from './stock-remote.ts';

/** The list of attendants is asked for again this long after a room stopped telling it. */
const ASK_AGAIN_MS = 2_000;

export interface AppRoomParts {
  /** The app's own id. */
  readonly own: FeedId;
  readonly runtime: Runtime;
  /** Connects to the room, by whatever is known of it. It is entered with what this answers. */
  readonly dial: (room: AppRoom, signal: AbortSignal) => Promise<Rpc>;
  readonly onOpened: (room: AppRoom, rpc: Rpc) => void;
  readonly onLost: (room: AppRoom) => void;
}

/** A connection on which the room said that it is one. */
interface Entered {
  readonly rpc: Rpc;
  readonly metadata: Metadata;
  readonly remote: StockRemote<typeof roomContract>;
}

/** A room that the app is connected to; one that is kept is dialled again whenever the connection is lost. */
export class AppRoom {
  readonly id: FeedId;
  readonly #parts: AppRoomParts;
  readonly #attendants: Attendants;
  readonly #entering = new WeakMap<Rpc, Promise<void>>();
  readonly #opening: PromiseWithResolvers<Rpc>[] = [];
  #machine: Reconnect | undefined;
  #entered: Entered | undefined;
  #dialling = new AbortController();
  #timer: Disposable | undefined;
  #listed = Promise.withResolvers<void>();

  constructor(id: FeedId, parts: AppRoomParts) {
    this.id = id;
    this.#parts = parts;
    this.#attendants = new Attendants(parts.own);
  }

  get isKept(): boolean {
    return this.#machine !== undefined && this.#machine.state !== 'stopped';
  }

  get isOpen(): boolean {
    return this.#entered !== undefined;
  }

  /** What the room says of itself; `undefined` while it is not connected. */
  get metadata(): Metadata | undefined {
    return this.#entered?.metadata;
  }

  /** The room's methods; `undefined` while it is not connected. */
  get remote(): StockRemote<typeof roomContract> | undefined {
    return this.#entered?.remote;
  }

  /** The connection to the room; `undefined` while there is none. */
  get rpc(): Rpc | undefined {
    return this.#entered?.rpc;
  }

  /** Who else is there; nobody while the room is not connected, since nobody can be reached then. */
  get attendants(): LiveSet<FeedId> {
    return this.#attendants;
  }

  /** Resolves when the list of attendants is known, or when the room will not tell it. */
  get listed(): Promise<void> {
    return this.#listed.promise;
  }

  /**
   * Enters the room over a connection to it, once for each.
   * @throws JoinError `not-a-room`, `silent`, `refused`
   */
  enter(rpc: Rpc): Promise<void> {
    const entering = this.#entering.get(rpc) ?? this.#enter(rpc);
    this.#entering.set(rpc, entering);
    return entering.catch((error: unknown) => {
      // A room that is kept is tried again, over another connection.
      if (this.isKept) rpc.close(true, () => undefined);
      throw error;
    });
  }

  /** From now on the connection is made again when it is lost, and now where there is none. */
  keep(): void {
    if (this.isKept) return;
    this.#machine = new Reconnect(Math.random);
    if (this.isOpen) this.#isThere();
    else this.#dial();
  }

  /**
   * The connection to the room, now or as soon as it is there again. A kept room that waits is dialled at once.
   * @throws JoinError where it cannot be reached now
   */
  async reach(signal: AbortSignal): Promise<Rpc> {
    if (this.#entered === undefined) await this.enter(await this.#parts.dial(this, signal));
    const rpc = this.#entered?.rpc;
    if (rpc === undefined) throw new JoinError('refused', `The room ${this.id} hung up.`);
    return rpc;
  }

  /** Resolves when the room is connected, however long that takes. */
  async opened(): Promise<Rpc> {
    if (this.#entered !== undefined) return this.#entered.rpc;
    const opening = Promise.withResolvers<Rpc>();
    this.#opening.push(opening);
    return opening.promise;
  }

  /** Hangs up and stays away. */
  leave(): void {
    this.#on('stopped');
    this.#timer?.[Symbol.dispose]();
    this.#dialling.abort(new JoinError('refused', 'The room was left.'));
    this.#entered?.rpc.close(true, () => undefined);
  }

  async #enter(rpc: Rpc): Promise<void> {
    const { own, runtime, onOpened } = this.#parts;
    const remote = stockRemote(roomContract, rpc);
    const metadata = await enterRoom(remote, own, runtime.clock, this.#dialling.signal);
    if (rpc.closed) throw new JoinError('refused', `The room ${this.id} hung up.`);
    this.#entered = { rpc, metadata, remote };
    rpc.once('closed', () => this.#lost(rpc));
    this.#isThere();
    for (const { resolve } of this.#opening.splice(0)) resolve(rpc);
    onOpened(this, rpc);
    this.#follow(rpc);
  }

  /** A room that stops telling who is there, though the connection goes on, is asked again. */
  #follow(rpc: Rpc): void {
    const again = () => {
      this.#listed.resolve();
      if (this.#entered?.rpc !== rpc || rpc.closed) return;
      this.#timer = this.#parts.runtime.clock.after(ASK_AGAIN_MS, () => this.#follow(rpc));
    };
    const remote = stockRemote(roomContract, rpc);
    followAttendants(remote, this.#attendants, () => this.#listed.resolve()).then(again, again);
  }

  #lost(rpc: Rpc): void {
    if (this.#entered?.rpc !== rpc) return;
    this.#entered = undefined;
    this.#listed.resolve();
    this.#listed = Promise.withResolvers();
    this.#attendants.replace([]);
    this.#on('lost');
    this.#parts.onLost(this);
  }

  /** Somebody else may have connected while the machine still waited to dial. */
  #isThere(): void {
    this.#timer?.[Symbol.dispose]();
    this.#machine?.on('due', this.#parts.runtime.clock.now());
    this.#on('opened');
  }

  #on(event: ReconnectEvent): void {
    const action = this.#machine?.on(event, this.#parts.runtime.clock.now());
    if (action !== undefined) this.#do(action);
  }

  #do(action: ReconnectAction): void {
    this.#timer?.[Symbol.dispose]();
    if (action.kind === 'wait')
      this.#timer = this.#parts.runtime.clock.after(action.ms, () => this.#on('due'));
    else if (action.kind === 'dial') this.#dial();
  }

  #dial(): void {
    this.reach(this.#dialling.signal).catch(() => this.#on('failed'));
  }
}
