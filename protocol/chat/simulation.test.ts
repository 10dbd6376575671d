import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sodium } from '../node/sodium.ts';
import { END } from './position.ts';
import { seeded, TestNetwork, TestPeer } from './test-network.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);
const ROOM = people.room;

/** People in a room who come and go, talk, change their minds and read, as the dice fall. */
class World {
  readonly #random: () => number;
  readonly network: TestNetwork;
  readonly peers: TestPeer[];
  /** What each message that was not deleted has to say in the end. */
  readonly expected = new Map<string, string>();

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.network = new TestNetwork(sodium, this.#random);
    const count = 2 + this.#below(11);
    this.peers = Array.from({ length: count }, (_, n) =>
      // The last two may be devices of one person.
      new TestPeer(this.network, `peer ${n}`, people.person(count > 4 && n === 1 ? 0 : n)).join(ROOM),
    );
  }

  act(): void {
    const peer = this.#one(this.peers);
    const dice = this.#below(21);
    if (dice < 6) this.#write(peer);
    else if (dice < 8) this.#edit(peer);
    else if (dice < 9) this.#delete(peer);
    else if (dice < 12) this.#read(peer);
    else if (dice < 15) this.#connect(peer, this.#one(this.peers));
    else if (dice < 17) this.network.break(peer, this.#one(this.peers));
    else if (dice < 18) this.#restart(peer);
    else if (dice < 19) this.#rejoin(peer);
    else this.network.run(this.#below(2000));
  }

  /** Connects everybody with somebody, and lets them finish. */
  settle(): void {
    for (const [n, peer] of this.peers.entries()) {
      const earlier = this.peers.slice(0, n);
      if (earlier.length > 0) this.#connect(peer, this.#one(earlier));
    }
    this.network.settle();
  }

  #write(peer: TestPeer): void {
    const text = `message ${this.expected.size}`;
    this.expected.set(peer.write(ROOM, text), text);
  }

  #edit(peer: TestPeer): void {
    const id = this.#own(peer);
    if (id === undefined) return;
    const text = `changed at ${this.network.now} by ${peer.name}`;
    peer.say(ROOM, { kind: 'edit', target: id, text });
    if (this.expected.has(id)) this.expected.set(id, text);
  }

  #delete(peer: TestPeer): void {
    const id = this.#own(peer);
    if (id === undefined) return;
    peer.say(ROOM, { kind: 'delete', target: id });
    this.expected.delete(id);
  }

  #read(peer: TestPeer): void {
    const { messages } = peer.log(ROOM);
    if (messages.length === 0) return;
    peer.told(peer.exchange.read(ROOM, this.#one(messages).id, this.network.now));
  }

  #connect(one: TestPeer, other: TestPeer): void {
    if (one !== other && !this.network.isConnected(one, other)) this.network.connect(one, other);
  }

  /** Not between a message that comes late and the receipt that takes it out: nothing else remembers that. */
  #restart(peer: TestPeer): void {
    if (peer.log(ROOM).isReceiptDue) return;
    this.network.isolate(peer);
    peer.restart(ROOM);
  }

  /** Twice, and at once: of what is said about the first time some is under way when the second begins. */
  #rejoin(peer: TestPeer): void {
    if (peer.log(ROOM).isReceiptDue) return;
    for (let times = 0; times < 2; times++) {
      peer.exchange.leave(ROOM);
      peer.join(ROOM, peer.stored(ROOM));
      this.network.run(this.#below(100));
    }
  }

  #own(peer: TestPeer): string | undefined {
    const own = peer.log(ROOM).messages.filter(({ author }) => author === peer.key.id);
    return own.length === 0 ? undefined : this.#one(own).id;
  }

  #one<Value>(values: readonly Value[]): Value {
    const value = values[this.#below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

/** Who has read what, as readers know it and as authors are told. */
function readings(world: World): [string[], string[]] {
  const known: string[] = [];
  const told: string[] = [];
  for (const peer of world.peers) {
    const log = peer.log(ROOM);
    const unread = new Set(log.unread);
    for (const { id, author } of log.messages) {
      if (author !== peer.key.id && !unread.has(id)) known.push(`${id} ${peer.key.id}`);
      for (const reader of log.delivery(id)?.readBy ?? []) told.push(`${id} ${reader}`);
    }
  }
  return [[...new Set(known)].sort(), [...new Set(told)].sort()];
}

describe('whatever people do, and however they are connected', () => {
  test('in the end all have the same, nothing is lost, nothing is there twice', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 5, max: 120 }), (seed, acts) => {
        const world = new World(seed);
        for (let act = 0; act < acts; act++) world.act();
        world.settle();
        const [first, ...others] = world.peers.map((peer) => peer.log(ROOM));
        assert.ok(first !== undefined);
        const texts = new Map(first.messages.map(({ id, text }) => [id, text]));
        assert.deepEqual([...texts.keys()].sort(), [...world.expected.keys()].sort());
        for (const other of others) {
          assert.deepEqual(other.messages, first.messages);
          assert.equal(other.digestBefore(END), first.digestBefore(END));
        }
        for (const peer of world.peers) assert.deepEqual(peer.heard('cut'), []);
        const [known, told] = readings(world);
        assert.deepEqual(told, known);
      }),
      { numRuns: 60 },
    );
  });
});
