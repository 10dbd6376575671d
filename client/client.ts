import {
  type FeedId,
  fromBase64,
  isFeedId,
  MAIN_NETWORK_KEY,
  signAliasRegistration,
  writeAddresses,
  writeSignature,
} from '@open-rooms/protocol';
import { answered } from './connection/answered.ts';
import type { LiveSet } from './connection/attendants.ts';
import { Background } from './connection/background.ts';
import { readDestination } from './connection/destination.ts';
import { type FoundRoom, findRoom } from './connection/find-room.ts';
import { JoinError } from './connection/join-error.ts';
import { JoinedRooms } from './connection/joined-rooms.ts';
import type { Room } from './connection/room.ts';
import type { Runtime } from './connection/runtime.ts';
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
  readonly #rooms: JoinedRooms;
  readonly #background = new Background();
  readonly #peers: Peers;
  readonly #following: Following;
  #strangers: Strangers;

  private constructor(options: ClientOptions, contacts: ContactBook, knownRooms: KnownRooms) {
    const { identity, runtime, onPipe } = options;
    this.id = identity.id;
    this.#strangers = options.strangers ?? 'request';
    const strangers = () => this.#strangers;
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
    this.#rooms = new JoinedRooms({
      identity,
      runtime,
      networkKey,
      knownRooms,
      background: this.#background,
      onTunnel: (room, stream, origin) => this.#peers.accept(room, stream, origin),
      watch: (room) => this.#following.watch(room),
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
    return this.#rooms.live;
  }

  /** Everybody to whom a tunnel is open, live. */
  get peers(): LiveSet<PeerConnection> {
    return this.#peers.open;
  }

  /** What strangers ask and nobody has decided, live. */
  get requests(): LiveSet<IncomingPipe> {
    return this.#peers.requests;
  }

  /** What strangers get from now on: those who are there already, too. */
  setStrangers(strangers: Strangers): void {
    this.#strangers = strangers;
    this.#peers.reconsider();
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
    return this.#rooms.join(await findRoom(readDestination(destination), this.id, runtime, signal), signal);
  }

  /**
   * Finds out who somebody is: joins the room of an alias and asks it, or reads the id. Nothing is said to them.
   * @param who a feed id, or an alias in any spelling
   * @throws JoinError
   */
  async resolve(who: string, { signal = never() }: Abortable = {}): Promise<Person> {
    if (isFeedId(who)) return { id: who };
    const joined = (found: FoundRoom) => this.#rooms.join(found, signal);
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
    const rooms = () => this.rooms.snapshot();
    const join = (found: FoundRoom) => this.#rooms.join(found, signal);
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
    return this.#rooms.keep(found);
  }

  /** Leaves a room and all tunnels through it. */
  leave(room: Room): void {
    room.leave();
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
    return this.#answered(() => connected(room)['room.registerAlias'](alias, writeSignature(signature)));
  }

  /** Gives an alias back. Throws `RemoteError` where the room refuses. */
  async revokeAlias(room: Room, alias: string): Promise<void> {
    await this.#answered(() => connected(room)['room.revokeAlias'](alias));
  }

  /** Leaves all rooms and closes the books. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#peers.close();
    this.#rooms.close();
    await this.#background.settled();
    this.contacts[Symbol.dispose]();
    this.knownRooms[Symbol.dispose]();
  }

  #answered<T>(call: () => Promise<T>): Promise<T> {
    const { clock } = this.#options.runtime;
    const silence = 'The room does not answer. Try again later.';
    return answered({ clock, signal: never(), silence }, call);
  }
}

function connected(room: Room): NonNullable<Room['remote']> {
  if (room.remote === undefined)
    throw new JoinError('unreachable', 'The room is not connected now. Try again when it is.');
  return room.remote;
}

function mainNetworkKey(): Uint8Array {
  return fromBase64(MAIN_NETWORK_KEY) ?? new Uint8Array(32);
}

/** For whoever gives no signal. */
function never(): AbortSignal {
  return new AbortController().signal;
}
