import { type FeedId, fromBase64, isFeedId, type SocketAddress, writeHostPort } from '@open-rooms/protocol';
import { readDestination } from '../connection/destination.ts';
import { type FoundRoom, findRoom } from '../connection/find-room.ts';
import { JoinError } from '../connection/join-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import { spendInvite } from '../connection/use-invite.ts';
import { askWhois } from '../connection/whois.ts';
import { AppRoom } from './app-room.ts';
import { dial } from './dialling.ts';
import { RoomBook } from './room-book.ts';
import { dialableBy } from './stock-addresses.ts';
import type { Rpc, StockApp, StockConfig } from './stock-packages.ts';

/** A room tells who is there at once; one that has not by then may never do. */
const APP_LIST_MS = 5_000;

/** Told of what happens in an app's rooms. */
export interface RoomsWatcher {
  opened?(room: AppRoom, rpc: Rpc): void;
  lost?(room: AppRoom): void;
  joined?(room: AppRoom, id: FeedId): void;
  left?(room: AppRoom, id: FeedId): void;
}

/** The rooms of an app: those that it joined by us, and those that it connected to in its own way. */
export class AppRooms {
  readonly #app: StockApp;
  readonly #config: StockConfig;
  readonly #runtime: Runtime;
  readonly #rooms = new Map<FeedId, AppRoom>();
  readonly #watchers = new Set<RoomsWatcher>();
  readonly #closing = new AbortController();
  readonly #book: RoomBook;

  /** @throws JoinError `unreadable` where the configuration names a room by what is no address of one */
  constructor(app: StockApp, config: StockConfig, runtime: Runtime) {
    this.#book = new RoomBook(app, config);
    this.#app = app;
    this.#config = config;
    this.#runtime = runtime;
    app.on('rpc:connect', (rpc, isClient) => this.#onConnect(rpc, isClient));
  }

  /** Aborted when the app closes. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  watch(watcher: RoomsWatcher): void {
    this.#watchers.add(watcher);
  }

  /** The rooms that are connected. */
  open(): AppRoom[] {
    return [...this.#rooms.values()].filter(({ isOpen }) => isOpen);
  }

  /**
   * A room that is connected, now or after it was dialled where it is known.
   * @throws JoinError
   */
  async entered(id: string): Promise<AppRoom> {
    const room = this.#room(readRoomId(id));
    try {
      await room.reach(this.signal);
      return room;
    } catch (error) {
      this.#forgetUnused(room);
      throw error;
    }
  }

  /**
   * The connection to a room: the one there is, or one that is made now where ssb-conn or the app knows its address.
   * @throws JoinError
   */
  async reach(id: string): Promise<Rpc> {
    return (await this.entered(id)).reach(this.signal);
  }

  /** The rooms whose addresses the app's configuration names. */
  configured(): FeedId[] {
    return this.#book.configured();
  }

  /** Resolves when the room is connected, however long that takes. It is kept from now on. */
  opened(id: FeedId): Promise<Rpc> {
    const room = this.#room(id);
    room.keep();
    return room.opened();
  }

  /** Keeps the rooms that the app was in when it was closed, and those that its configuration names. */
  async resume(): Promise<void> {
    for (const id of await this.#book.wanted()) this.#room(id).keep();
  }

  /**
   * Joins a room, spending an invite where the text is one. From then on it is kept. Resolves when it is known who is
   * there.
   * @throws JoinError
   */
  async join(text: string): Promise<{ room: AppRoom; address: string; found: FoundRoom }> {
    const found = await findRoom(readDestination(text), this.#own, this.#runtime, this.signal);
    await this.#spend(found);
    const room = this.#room(found.id);
    const address = await this.#dialFirst(room, found.addresses);
    this.#book.remember(room.id, address, { name: room.metadata?.name, place: found.place });
    room.keep();
    await this.#listed(room);
    return { room, address, found };
  }

  /** Hangs up and forgets the room. */
  leave(id: string): void {
    const room = this.#rooms.get(readRoomId(id));
    if (room === undefined || !(room.isOpen || room.isKept))
      throw new JoinError('not-online', `The room ${id} is not connected.`);
    this.#book.forget(room.id);
    room.leave();
    this.#rooms.delete(room.id);
  }

  close(): void {
    this.#closing.abort(new JoinError('refused', 'The app is closed.'));
    for (const room of this.#rooms.values()) room.leave();
  }

  get #own(): FeedId {
    return this.#app.id as FeedId;
  }

  /** Whoever the app dials may be a room: it is asked, as all stock plugins do. */
  #onConnect(rpc: Rpc, isClient: boolean): void {
    if (!isClient || rpc.stream.address?.startsWith('tunnel:') || !isFeedId(rpc.id)) return;
    const { id } = rpc;
    const room = this.#room(id);
    room.enter(rpc).catch(() => this.#forgetUnused(room));
  }

  /** A peer that turned out to be no room, or a room that is gone and that nobody wanted to keep. */
  #forgetUnused(room: AppRoom): void {
    if (!room.isOpen && !room.isKept) this.#rooms.delete(room.id);
  }

  #room(id: FeedId): AppRoom {
    const known = this.#rooms.get(id);
    if (known !== undefined) return known;
    const room: AppRoom = new AppRoom(id, {
      own: this.#own,
      runtime: this.#runtime,
      dial: (which, signal) => this.#dialKnown(which, signal),
      onOpened: (which, rpc) => this.#tell((watcher) => watcher.opened?.(which, rpc)),
      onLost: (which) => {
        this.#tell((watcher) => watcher.lost?.(which));
        this.#forgetUnused(which);
      },
    });
    room.attendants.watch({
      joined: (peer) => this.#tell((watcher) => watcher.joined?.(room, peer)),
      left: (peer) => this.#tell((watcher) => watcher.left?.(room, peer)),
    });
    this.#rooms.set(id, room);
    return room;
  }

  #tell(tell: (watcher: RoomsWatcher) => void): void {
    if (this.#app.closed) return;
    for (const watcher of this.#watchers) tell(watcher);
  }

  async #spend(found: FoundRoom): Promise<void> {
    if (found.seed === undefined) return;
    const { caps, appKey } = this.#config;
    const networkKey = fromBase64(caps?.shs ?? appKey ?? '');
    if (networkKey === undefined) throw new TypeError('The app has neither caps.shs nor appKey.');
    const keys = this.#runtime.crypto.signKeyPair(found.seed);
    await spendInvite(
      found,
      found.seed,
      this.#own,
      { runtime: this.#runtime, keys, networkKey },
      this.signal,
    );
  }

  /** By the first of its addresses that works, unless it is connected. Answers which one that was. */
  async #dialFirst(room: AppRoom, addresses: readonly SocketAddress[]): Promise<string> {
    const usable = dialableBy(this.#config, addresses);
    if (room.isOpen) return usable[0] ?? '';
    let failed: unknown;
    for (const address of usable) {
      try {
        await this.#enterAt(room, address);
        return address;
      } catch (error) {
        failed ??= error;
      }
    }
    throw failed;
  }

  async #enterAt(room: AppRoom, address: string): Promise<void> {
    const rpc = await this.#dial(room.id, address);
    try {
      await room.enter(rpc);
    } catch (error) {
      rpc.close(true, () => undefined);
      throw error;
    }
  }

  async #listed({ listed }: AppRoom): Promise<void> {
    const { clock } = this.#runtime;
    const late = Promise.withResolvers<void>();
    using _timer = clock.after(APP_LIST_MS, () => late.resolve());
    await Promise.race([listed, late.promise]);
  }

  #dial(key: FeedId, address: string): Promise<Rpc> {
    const data = { type: 'room', key };
    const { clock } = this.#runtime;
    return dial(this.#app, address, data, {
      clock,
      signal: this.signal,
      called: `the room at ${placeIn(address)}`,
    });
  }

  /**
   * Over a connection that there is already; by the addresses that are written down; where they lead nowhere, by those
   * that the room's host tells now.
   */
  async #dialKnown(room: AppRoom, signal: AbortSignal): Promise<Rpc> {
    signal.throwIfAborted();
    const open = this.#app.peers[room.id]?.at(-1);
    if (open !== undefined) return open;
    let failed: unknown = new JoinError(
      'unreachable',
      `The room ${room.id} is not connected, and its address is not known.`,
    );
    for (const address of this.#book.addressesOf(room.id)) {
      try {
        return await this.#dial(room.id, address);
      } catch (error) {
        failed = error;
      }
    }
    const place = this.#book.placeOf(room.id);
    if (place === undefined) throw failed;
    const addresses = await askWhois(place, this.#runtime, signal);
    if (addresses[0]?.key !== room.id) {
      const sentence = `${writeHostPort(place)} is another room now (${addresses[0]?.key}). Ask its owner, and connect to it anew if that is right.`;
      throw new JoinError('other-key', sentence);
    }
    const [address = ''] = dialableBy(this.#config, addresses);
    const rpc = await this.#dial(room.id, address);
    this.#book.remember(room.id, address, { place });
    return rpc;
  }
}

function readRoomId(id: string): FeedId {
  if (isFeedId(id)) return id;
  throw new JoinError('unreadable', `Cannot use ${JSON.stringify(id)}: the id of a room is @….ed25519.`);
}

/** The host and port of a multiserver address, for sentences. */
function placeIn(address: string): string {
  return address.replace(/^[a-z]+:(\/\/)?/, '').replace(/~.*$/, '');
}
