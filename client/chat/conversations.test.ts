import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FeedId, roomConversation, WatchedSet } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, NETWORK_KEY } from '@open-rooms/protocol/testing';
import { signal } from '@preact/signals-core';
import { Client } from '../client.ts';
import { Background } from '../connection/background.ts';
import { Room } from '../connection/room.ts';
import { ContactBook } from '../contacts/contact-book.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import { type Link, LinkError, type LinkState, type LinkStream, type Path } from '../links/link.ts';
import { LineStream } from '../links/link-stream.ts';
import { PeerStream } from '../peers/peer-stream.ts';
import { Peers } from '../peers/peers.ts';
import { FakeWorld, settled } from '../testing/fake-world.ts';
import { openRefused } from './admission.ts';
import { Conversations } from './conversations.ts';
import type { ChatLinks } from './direct-lines.ts';
import { MemoryMessageStore } from './memory-message-store.ts';
import { Talk } from './talk.ts';

/** A link with a direct connection, on which the far end alone opens streams. */
class NearLink implements Link {
  readonly id: FeedId;
  readonly state = signal<LinkState>('open');
  readonly path = signal<Path | undefined>({ kind: 'direct', roundTripMs: 1 });

  constructor(id: FeedId) {
    this.id = id;
  }

  async open(): Promise<LinkStream> {
    throw new LinkError('refused', 'They open it.');
  }

  onStream(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  media(): never {
    throw new Error('not here');
  }

  close(): void {}
}

/** Somebody with a link to another, in rooms of a world in memory. */
class Alice {
  readonly identity: Identity;
  readonly rooms = new WatchedSet<Room>();
  readonly conversations: Conversations;
  readonly peers: Peers;
  readonly #world: FakeWorld;
  readonly #link: NearLink;
  #taken: ((link: Link, stream: LinkStream) => void) | undefined;

  private constructor(
    world: FakeWorld,
    identity: Identity,
    far: FeedId,
    book: ContactBook,
    refused: Awaited<ReturnType<typeof openRefused>>,
  ) {
    this.#world = world;
    this.#link = new NearLink(far);
    this.identity = identity;
    const { runtime } = world;
    const strangers = () => 'request' as const;
    this.peers = new Peers({
      ...{ identity, runtime, networkKey: NETWORK_KEY, book, strangers },
      rooms: () => this.rooms.snapshot(),
      services: {
        onChat: (peer, stream) => this.conversations.accept(peer, stream),
        ...{ onLink: () => undefined, onRing: () => undefined, onAbout: () => ({}) },
      },
    });
    this.conversations = new Conversations({
      ...{ identity, runtime, book, strangers, refused, peers: this.peers, links: this.#links },
      ...{ messages: new MemoryMessageStore(), background: new Background(), isSpeaking: true },
      rooms: () => this.rooms,
      onHeard: () => undefined,
    });
  }

  static async in(world: FakeWorld, far: FeedId): Promise<Alice> {
    const identity = createIdentity(sodium);
    const { now } = world.runtime;
    const book = await ContactBook.open({ store: new MemoryStore(), own: identity.id, now });
    return new Alice(world, identity, far, book, await openRefused(new MemoryMessageStore()));
  }

  async join(id: FeedId, host: string): Promise<Room> {
    const { runtime } = this.#world;
    const room = Room.keep(
      { id, addresses: [{ transport: 'net', host, port: 8008, key: id }] },
      {
        ...{ identity: this.identity, runtime, networkKey: NETWORK_KEY, onOpened: () => undefined },
        onTunnel: (at, stream, origin) => this.peers.accept(at, stream, origin),
      },
    );
    this.rooms.enter(room);
    this.conversations.watch(room);
    await settled();
    return room;
  }

  /** Somebody at the far end of the link opens a direct line, and speaks the conversations of rooms. */
  async hears(identity: Identity, room: FeedId): Promise<{ readonly talk: Talk; readonly wire: MemoryWire }> {
    const { clock, now } = this.#world.runtime;
    const talk = new Talk({
      ...{ identity, clock, now, crypto: sodium, attends: () => true, onEvent: () => undefined },
    });
    talk.do((exchange) => exchange.join(roomConversation(sodium, room)));
    const [here, wire] = MemoryWire.pair();
    const options = {
      protocol: '',
      isThroughRoom: false,
      allocate: (length: number) => new Uint8Array(length),
    };
    this.#taken?.(this.#link, new LineStream(here, { ...options, isAsker: false }));
    void talk.speak(this.identity.id, new LineStream(wire, { ...options, isAsker: true }), () => undefined);
    await settled();
    return { talk, wire };
  }

  get #links(): ChatLinks {
    const live = new WatchedSet<Link>();
    live.enter(this.#link);
    return {
      size: 1,
      has: (link) => live.has(link),
      snapshot: () => live.snapshot(),
      watch: (watcher) => live.watch(watcher),
      to: (id) => (id === this.#link.id ? this.#link : undefined),
      onStream: (_protocol, listener) => {
        this.#taken = listener;
        return { [Symbol.dispose]: () => undefined };
      },
    };
  }
}

function person(world: FakeWorld, identity = createIdentity(sodium)): Promise<Client> {
  const { runtime } = world;
  return Client.open({
    ...{ identity, runtime, networkKey: NETWORK_KEY },
    ...{ rooms: new MemoryStore(), messages: new MemoryMessageStore() },
  });
}

const textsOf = (conversations: Conversations, room: Room) =>
  conversations.of(room).entries.map(({ text }) => text);

describe('conversations', () => {
  test('of a room are spoken on a new direct line, though the room says that they left', async () => {
    const world = new FakeWorld();
    const garden = world.room('garden:8008');
    const identity = createIdentity(sodium);
    const bob = await person(world, identity);
    const alice = await Alice.in(world, bob.id);
    const room = await alice.join(garden.room.id, 'garden');
    await bob.join(garden.address);
    await settled();
    const { wire } = await alice.hears(identity, room.id);
    await bob[Symbol.asyncDispose]();
    await settled();
    assert.equal(room.attendants.has(bob.id), false);
    wire.destroy();
    await settled();
    const { talk } = await alice.hears(identity, room.id);
    const signed = talk.sign(roomConversation(sodium, room.id), { kind: 'text', text: 'Still here.' });
    talk.do((exchange, at) => exchange.say(signed, at));
    await settled();
    assert.deepEqual(textsOf(alice.conversations, room), ['Still here.']);
  });
  test('reach both devices of one person in two rooms, of which one is spoken with directly', async () => {
    const world = new FakeWorld();
    const [garden, attic] = [world.room('garden:8008', 1), world.room('attic:8008', 2)];
    const identity = createIdentity(sodium);
    const [laptop, phone] = [await person(world, identity), await person(world, identity)];
    const alice = await Alice.in(world, identity.id);
    const rooms = [await alice.join(garden.room.id, 'garden'), await alice.join(attic.room.id, 'attic')];
    const theirs = [await laptop.join(garden.address), await phone.join(attic.address)];
    await settled();
    for (const room of rooms) await alice.peers.dial(room, identity.id);
    await settled();
    await alice.hears(identity, garden.room.id);
    for (const room of rooms) await alice.conversations.of(room).send('Hello!');
    await settled();
    const heard = [laptop, phone].map(({ conversations }, device) => {
      const room = theirs[device];
      return room && textsOf(conversations, room);
    });
    assert.deepEqual(heard, [['Hello!'], ['Hello!']]);
  });

  test('are spoken on the newest stream of a tunnel: whoever begins anew is not refused', async () => {
    const world = new FakeWorld();
    const garden = world.room('garden:8008');
    const [alice, bob] = [await person(world), await person(world)];
    const rooms = await Promise.all([alice, bob].map((client) => client.join(garden.address)));
    await settled();
    const peer = await alice.connect(bob.id);
    await settled();
    const ends = [1, 2].map(() => new PeerStream(peer.remote['peer.chat']()).closed);
    await assert.rejects(ends[0] ?? Promise.resolve(), { message: 'gone: another line is used' });
    const [here, there] = rooms;
    assert.ok(here && there);
    await alice.conversations.of(here).send('Hello?');
    await bob.conversations.of(there).send('Hello!');
    await settled();
    for (const [client, room] of [
      [alice, here],
      [bob, there],
    ] as const)
      assert.deepEqual(textsOf(client.conversations, room).toSorted(), ['Hello!', 'Hello?']);
  });
});
