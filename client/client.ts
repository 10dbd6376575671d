import {
  type FeedId,
  isFeedId,
  type Outlet,
  Refused,
  type Ringing,
  writeAddresses,
} from '@open-rooms/protocol';
import { Conversations } from './chat/conversations.ts';
import type { Names } from './chat/names.ts';
import { type Abortable, type Books, type ClientOptions, networkKeyOf, openBooks } from './client-options.ts';
import type { LiveSet } from './connection/attendants.ts';
import type { Background } from './connection/background.ts';
import { never } from './connection/deadline.ts';
import { readDestination } from './connection/destination.ts';
import { type FoundRoom, findRoom } from './connection/find-room.ts';
import { JoinedRooms } from './connection/joined-rooms.ts';
import { registerAlias, revokeAlias } from './connection/own-aliases.ts';
import type { Room } from './connection/room.ts';
import { SignIns } from './connection/sign-ins.ts';
import type { Strangers } from './contacts/consent.ts';
import type { Contact } from './contacts/contact.ts';
import type { ContactBook } from './contacts/contact-book.ts';
import type { KnownRooms } from './contacts/known-rooms.ts';
import { iceOfRooms } from './links/ice/rooms-ice.ts';
import type { Link } from './links/link.ts';
import { Links } from './links/links.ts';
import { serveLinks } from './links/protocols/serve-links.ts';
import { findPeer } from './peers/find-peer.ts';
import { Following } from './peers/following.ts';
import type { IncomingPipe } from './peers/incoming-pipe.ts';
import type { IncomingRing } from './peers/incoming-ring.ts';
import { type OutgoingRing, startRing } from './peers/outgoing-ring.ts';
import type { PeerConnection } from './peers/peer-connection.ts';
import { Peers, type PeersParts } from './peers/peers.ts';
import { type Person, resolvePerson } from './peers/resolve-person.ts';
import { Rings } from './peers/rings.ts';
import { roomEndings } from './peers/room-endings.ts';
import { Shares } from './shares/shares.ts';
import type { Stage } from './shares/stage.ts';

/** One person in as many rooms as they like: rooms that are kept, whom they follow, and everybody who is connected. */
export class Client implements AsyncDisposable {
  readonly id: FeedId;
  readonly contacts: ContactBook;
  readonly knownRooms: KnownRooms;
  readonly #options: ClientOptions;
  readonly #rooms: JoinedRooms;
  /** What is said in the rooms, and with whom. */
  readonly conversations: Conversations;
  /** Whoever is linked, live: streams go the best way there is (spec/links.md). */
  readonly links: Links;
  readonly signIns: SignIns;
  readonly #shares: Shares;
  readonly #background: Background;
  readonly #names: Names;
  readonly #rings: Rings;
  readonly #peers: Peers;
  readonly #following: Following;
  #strangers: Strangers;

  private constructor(options: ClientOptions, books: Books) {
    const { identity, runtime, onPipe } = options;
    const { contacts: book, knownRooms, names, background } = books;
    const { clock } = runtime;
    this.id = identity.id;
    this.#strangers = options.strangers ?? 'request';
    const strangers = () => this.#strangers;
    this.contacts = book;
    this.knownRooms = knownRooms;
    this.#options = options;
    this.#background = background;
    this.#names = names;
    const networkKey = networkKeyOf(options);
    const rooms = () => this.rooms.snapshot();
    const isMute = (id: FeedId) => this.#peers.viewers.isMute(id);
    this.#rings = new Rings({ book, strangers, isMute, clock, now: runtime.now, background });
    const services: PeersParts['services'] = {
      onChat: (peer, stream) => this.conversations.accept(peer, stream),
      onLink: (peer, stream) => this.links.accept(peer, stream),
      onRing: (peer, outlet) => this.#ring(peer, outlet),
      onAbout: (peer, about) => names.answer(peer, about),
    };
    this.#peers = new Peers({ identity, runtime, networkKey, book, strangers, rooms, onPipe, services });
    this.#peers.viewers.watch(() => this.#rings.reconsider());
    const ice = iceOfRooms({ rooms, clock, isRelayedOnly: options.isRelayedOnly });
    this.links = new Links({
      ...{ identity, runtime, book, peers: this.#peers, load: options.links, ice },
      isConnected: (id) => rooms().some((room) => room.id === id && room.state === 'open'),
    });
    serveLinks(this.links, this.#peers, { clock, takesPipes: onPipe !== undefined });
    this.#shares = new Shares({ identity, runtime, book, links: this.links, peers: this.#peers });
    this.#following = new Following({ id: this.id, runtime, book, peers: this.#peers, background });
    this.conversations = new Conversations({
      ...{ identity, runtime, book, strangers, peers: this.#peers, links: this.links, background },
      ...{ messages: books.messages, refused: books.refused },
      isSpeaking: options.messages !== undefined,
      rooms: () => this.rooms,
      onHeard: (peer) => names.meet(peer),
    });
    this.signIns = new SignIns({ identity, runtime, networkKey, rooms });
    this.#rooms = new JoinedRooms({
      ...{ identity, runtime, networkKey, knownRooms, background },
      onTunnel: (room, stream, origin) => this.#peers.accept(room, stream, origin),
      solve: (room, sc, cc) => this.signIns.solve(room, sc, cc),
      ...roomEndings(this.#peers, this.links, this.#shares, this.conversations),
      watch: (room) => this.#watch(room),
    });
  }

  /** Opens the books. Rejects where they cannot be read. */
  static async open(options: ClientOptions): Promise<Client> {
    const client = new Client(options, await openBooks(options));
    await client.conversations.find();
    return client;
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

  /** What this person calls themselves; empty for no name. Whoever they talk with is told. */
  get name(): string {
    return this.#names.own;
  }

  /** Gives oneself a name, kept and told. Rejects with `Refused` where it can be none, or is not kept. */
  setName(name: string): Promise<void> {
    return this.#names.setOwn(name);
  }

  /** What somebody is called: by the contact book, or else as they call themselves. */
  nameOf(id: FeedId): string | undefined {
    return this.#names.of(id);
  }

  /** Calls `listener` after each change of names, until disposed. */
  watchNames(listener: () => void): Disposable {
    return this.#names.watch(listener);
  }

  /** Who rings and may be heard, live. */
  get rings(): LiveSet<IncomingRing> {
    return this.#rings.ringing;
  }

  /** Strangers who ring, live: to be shown quietly. */
  get askedRings(): LiveSet<IncomingRing> {
    return this.#rings.asked;
  }

  /**
   * Rings somebody, once they are connected to.
   * @param who a feed id, or an alias in any spelling
   * @throws JoinError where they are not there, or it does not ring there
   */
  async ring(who: string, { signal = never() }: Abortable = {}): Promise<OutgoingRing> {
    const peer = await this.connect(who, { signal });
    const ring = await startRing(peer, this.#options.runtime.clock, signal);
    // Whoever is rung and answers may write, too.
    void ring.answered.then((how) => {
      if (how === 'accepted') this.#background.run(this.contacts.accept(ring.to));
    });
    return ring;
  }

  /** What strangers get from now on: those who are there already, too. */
  setStrangers(strangers: Strangers): void {
    this.#strangers = strangers;
    this.#peers.reconsider();
    this.links.reconsider();
    this.#rings.reconsider();
    this.conversations.reconsider();
  }

  /** The connection to somebody, where there is one. */
  peer(id: FeedId): PeerConnection | undefined {
    return this.#peers.to(id);
  }

  /** The link to somebody, where there is one. */
  link(id: FeedId): Link | undefined {
    return this.links.to(id);
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
    const parts = { peers: this.#peers, rooms, join, signal, clock: this.#options.runtime.clock };
    const peer = await findPeer(person, { ...parts, contacts: this.contacts, knownRooms: this.knownRooms });
    this.links.want(peer);
    this.conversations.giveUp(peer);
    return peer;
  }

  /** Keeps a room that may not be reachable now, such as one of {@link Client.knownRooms}. */
  keep(found: FoundRoom): Room {
    return this.#rooms.keep(found);
  }

  /** What is shared in a room, live: to be watched, and to share there oneself. */
  stage(room: Room): Stage {
    return this.#shares.stage(room);
  }

  /** Leaves a room and all tunnels through it. */
  leave(room: Room): void {
    room.leave();
  }

  /** Registers an alias at a room, signed with this person's key; answers its link. Throws `RemoteError` where refused. */
  async registerAlias(room: Room, alias: string): Promise<string> {
    return registerAlias(room, alias, this.#options);
  }

  /** Gives an alias back. Throws `RemoteError` where the room refuses. */
  async revokeAlias(room: Room, alias: string): Promise<void> {
    await revokeAlias(room, alias, this.#options);
  }

  /** Leaves all rooms and closes the books. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shares.close();
    this.conversations.close();
    await this.links.close();
    this.#peers.close();
    this.#rooms.close();
    await this.#background.settled();
    this.contacts[Symbol.dispose]();
    this.knownRooms[Symbol.dispose]();
  }

  #watch(room: Room): Disposable {
    using watching = new DisposableStack();
    watching.use(this.#following.watch(room));
    watching.use(this.conversations.watch(room));
    watching.use(this.#shares.watch(room));
    return watching.move();
  }

  #ring(peer: PeerConnection, outlet: Outlet<Ringing>): void {
    if (this.#options.messages === undefined)
      throw new Refused('not-allowed', 'refused: there is nobody at this program to hear it');
    this.#rings.accept(peer, outlet);
    this.conversations.giveUp(peer);
  }
}
