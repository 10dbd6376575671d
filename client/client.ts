import {
  type FeedId,
  fromBase64,
  isFeedId,
  MAIN_NETWORK_KEY,
  signAliasRegistration,
  WatchedSet,
  writeAddresses,
  writeHostPort,
  writeSignature,
} from '@open-rooms/protocol';
import type { LiveSet } from './connection/attendants.ts';
import { Background } from './connection/background.ts';
import { readDestination } from './connection/destination.ts';
import { type FoundRoom, findRoom } from './connection/find-room.ts';
import { JoinError } from './connection/join-error.ts';
import { Room, type RoomParts } from './connection/room.ts';
import type { Runtime } from './connection/runtime.ts';
import { spendInvite } from './connection/use-invite.ts';
import type { Strangers } from './contacts/consent.ts';
import type { Contact, ContactStore } from './contacts/contact.ts';
import { ContactBook } from './contacts/contact-book.ts';
import type { KnownRoomStore } from './contacts/known-room.ts';
import { KnownRooms } from './contacts/known-rooms.ts';
import { MemoryStore } from './contacts/memory-store.ts';
import type { Identity } from './identity/identity.ts';
import { findPeer } from './peers/find-peer.ts';
import { Following } from './peers/following.ts';
import type { IncomingPipe } from './peers/incoming-pipe.ts';
import type { PeerConnection } from './peers/peer-connection.ts';
import { Peers } from './peers/peers.ts';
import { type Person, resolvePerson } from './peers/resolve-person.ts';

export interface ClientOptions {
  readonly identity: Identity;
  /** What the client runs on: `nodeRuntime` of `@open-rooms/client/node`. */
  readonly runtime: Runtime;
  /** 32 bytes; the main network of SSB where nobody says another. */
  readonly networkKey?: Uint8Array;
  /** Where contacts and rooms are kept; in memory where nobody says. */
  readonly contacts?: ContactStore;
  readonly rooms?: KnownRoomStore;
  /** What strangers get; `request` where nobody says. */
  readonly strangers?: Strangers;
  /** Somebody sends bytes. Of a stranger it is a request first. Without it, everything that is sent is refused. */
  readonly onPipe?: (pipe: IncomingPipe) => void;
}

/** Something that can be given up. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

/** One person in as many rooms as they like: rooms that are kept, whom they follow, and everybody who is connected. */
export class Client implements AsyncDisposable {
  readonly id: FeedId;
  readonly contacts: ContactBook;
  readonly knownRooms: KnownRooms;
  readonly #options: ClientOptions;
  readonly #networkKey: Uint8Array;
  readonly #rooms = new WatchedSet<Room>();
  readonly #entered = new Map<FeedId, { readonly room: Room; readonly leave: DisposableStack }>();
  readonly #background = new Background();
  readonly #peers: Peers;
  readonly #following: Following;

  private constructor(options: ClientOptions, contacts: ContactBook, knownRooms: KnownRooms) {
    const { identity, runtime, strangers = 'request', onPipe } = options;
    this.id = identity.id;
    this.contacts = contacts;
    this.knownRooms = knownRooms;
    this.#options = options;
    this.#networkKey = options.networkKey ?? mainNetworkKey();
    const networkKey = this.#networkKey;
    this.#peers = new Peers({ identity, runtime, networkKey, book: contacts, strangers, onPipe });
    this.#following = new Following({
      id: identity.id,
      runtime,
      book: contacts,
      peers: this.#peers,
      background: this.#background,
    });
  }

  /** Opens the books. Rejects where they cannot be read. */
  static async open(options: ClientOptions): Promise<Client> {
    const { identity, runtime, contacts = new MemoryStore(), rooms = new MemoryStore() } = options;
    const book = await ContactBook.open({ store: contacts, own: identity.id, now: runtime.now });
    return new Client(options, book, await KnownRooms.open({ store: rooms, now: runtime.now }));
  }

  /** The rooms that are kept, live. */
  get rooms(): LiveSet<Room> {
    return this.#rooms;
  }

  /** Everybody to whom a tunnel is open, live. */
  get peers(): LiveSet<PeerConnection> {
    return this.#peers.open;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#peers.requests;
  }

  /** The connection to somebody, where there is one. */
  peer(id: FeedId): PeerConnection | undefined {
    return this.#peers.to(id);
  }

  /**
   * Joins the room that an invite, host name, address or alias leads to, and keeps it. A room that is joined already
   * is the answer as it is. Joining is consent to what the room shares, and to nothing private.
   * @throws JoinError
   */
  async join(destination: string, { signal = never() }: Abortable = {}): Promise<Room> {
    const { runtime } = this.#options;
    return this.#joinFound(await findRoom(readDestination(destination), this.id, runtime, signal), signal);
  }

  /**
   * Finds out who somebody is: joins the room of an alias and asks it, or reads the id. Nothing is said to them.
   * @param who a feed id, or an alias in any spelling
   * @throws JoinError
   */
  async resolve(who: string, { signal = never() }: Abortable = {}): Promise<Person> {
    if (isFeedId(who)) return { id: who };
    const joined = (found: FoundRoom) => this.#joinFound(found, signal);
    return resolvePerson(who, { id: this.id, runtime: this.#options.runtime, joined, signal });
  }

  /**
   * Follows somebody: a conscious act, which is kept. Where they are in a room that is joined, they are connected to.
   * @param who a feed id, or an alias in any spelling
   * @throws JoinError, Refused
   */
  async follow(
    who: string,
    { name, signal = never() }: Abortable & { name?: string } = {},
  ): Promise<Contact> {
    const { id, room, alias } = await this.resolve(who, { signal });
    const reach = room && { room: room.id, addresses: writeAddresses(room.addresses), alias };
    return this.contacts.follow(id, { name, reach });
  }

  /**
   * The connection to somebody: the one there is, or a new tunnel through a room in which they are; for contacts the
   * rooms in which they were seen are joined, too.
   * @param who a feed id, or an alias in any spelling
   * @throws JoinError
   */
  async connect(who: string, { signal = never() }: Abortable = {}): Promise<PeerConnection> {
    const person = await this.resolve(who, { signal });
    const rooms = () => this.#rooms.snapshot();
    const join = (found: FoundRoom) => this.#joinFound(found, signal);
    const { contacts, knownRooms } = this;
    return findPeer(person, {
      peers: this.#peers,
      rooms,
      join,
      contacts,
      knownRooms,
      clock: this.#options.runtime.clock,
      signal,
    });
  }

  /** Keeps a room that may not be reachable now, such as one of {@link Client.knownRooms}. */
  keep(found: FoundRoom): Room {
    return this.#entered.get(found.id)?.room ?? this.#enter(Room.keep(found, this.#roomParts()));
  }

  /** Leaves a room and all tunnels through it. */
  leave(room: Room): void {
    this.#entered.get(room.id)?.leave.dispose();
    this.#entered.delete(room.id);
  }

  /**
   * Registers an alias for this person at a room: signed with their key, so that nobody can claim it for another.
   * @returns the link that leads to them
   * @throws RemoteError where the room refuses
   */
  async registerAlias(room: Room, alias: string): Promise<string> {
    const { identity, runtime } = this.#options;
    const registration = { roomId: room.id, userId: this.id, alias };
    const signature = signAliasRegistration(runtime.crypto, identity.secretKey, registration);
    return connected(room)['room.registerAlias'](alias, writeSignature(signature));
  }

  /** Gives an alias back. Throws `RemoteError` where the room refuses. */
  async revokeAlias(room: Room, alias: string): Promise<void> {
    await connected(room)['room.revokeAlias'](alias);
  }

  /** Leaves all rooms and closes the books. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#peers.close();
    for (const room of this.#rooms.snapshot()) this.leave(room);
    await this.#background.settled();
    this.contacts[Symbol.dispose]();
    this.knownRooms[Symbol.dispose]();
  }

  async #joinFound(found: FoundRoom, signal: AbortSignal): Promise<Room> {
    const joined = this.#entered.get(found.id);
    if (joined !== undefined) return joined.room;
    this.#checkPin(found);
    const { identity, runtime } = this.#options;
    if (found.seed !== undefined) {
      const parts = { runtime, keys: identity, networkKey: this.#networkKey };
      await spendInvite(found, found.seed, this.id, parts, signal);
    }
    const room = await Room.join(found, this.#roomParts(), signal);
    const meanwhile = this.#entered.get(found.id);
    if (meanwhile === undefined) return this.#enter(room);
    room.leave();
    return meanwhile.room;
  }

  /** `/whois` is plain http: who is in between can answer it. What was seen once is believed before it. */
  #checkPin({ id, place }: FoundRoom): void {
    if (place === undefined || isLoopback(place.host)) return;
    const host = writeHostPort(place);
    const known = this.knownRooms.byHost(host);
    if (known === undefined || known.id === id) return;
    const sentence = `${host} was the room ${known.id} when you were there, and now says that it is ${id}. Somebody may be in between, or the room was made anew: ask its owner. If that is right, forget the old room.`;
    throw new JoinError('other-key', sentence);
  }

  #roomParts(): RoomParts {
    const { identity, runtime } = this.#options;
    return {
      identity,
      runtime,
      networkKey: this.#networkKey,
      onTunnel: (room, stream, origin) => this.#peers.accept(room, stream, origin),
      onOpened: (room) => this.#remember(room),
    };
  }

  #enter(room: Room): Room {
    const leave = new DisposableStack();
    leave.use(this.#rooms.enter(room));
    leave.use(this.#following.watch(room));
    leave.defer(() => room.leave());
    this.#entered.set(room.id, { room, leave });
    return room;
  }

  #remember({ id, addresses, metadata, place }: Room): void {
    const host = place && writeHostPort(place);
    const seen = { id, addresses: writeAddresses(addresses), name: metadata?.name ?? '', host };
    this.#background.run(this.knownRooms.seen(seen));
  }
}

function connected(room: Room): NonNullable<Room['remote']> {
  if (room.remote === undefined)
    throw new JoinError('unreachable', 'The room is not connected now. Try again when it is.');
  return room.remote;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function mainNetworkKey(): Uint8Array {
  return fromBase64(MAIN_NETWORK_KEY) ?? new Uint8Array(32);
}

/** For whoever gives no signal. */
function never(): AbortSignal {
  return new AbortController().signal;
}
