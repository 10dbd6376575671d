import { type FeedId, roomConversation, WatchedSet } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { MemoryWire, VirtualClock } from '@open-rooms/protocol/testing';
import { signal } from '@preact/signals-core';
import { type ChatLinks, DirectLines } from '../chat/direct-lines.ts';
import { Talk } from '../chat/talk.ts';
import { feed } from '../contacts/test-feeds.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import {
  type Link,
  LinkError,
  type LinkState,
  type LinkStream,
  type Path,
  type PathKind,
} from '../links/link.ts';
import { LineStream } from '../links/link-stream.ts';

const ROOM = roomConversation(sodium, feed(9));
/** Resolves when what was under way in memory is over. */
export const quiet = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** One end of a link that a test makes good and bad. */
class FakeLink implements Link {
  readonly id: FeedId;
  readonly state = signal<LinkState>('open');
  readonly path = signal<Path | undefined>(undefined);
  readonly #far: () => Person;
  readonly #own: FeedId;
  readonly wires: MemoryWire[] = [];
  opened = 0;
  /** Until then nothing that is opened is there. */
  gate: Promise<void> = Promise.resolve();

  constructor(own: FeedId, far: () => Person, id: FeedId) {
    this.id = id;
    this.#own = own;
    this.#far = far;
  }

  async open(protocol: string): Promise<LinkStream> {
    this.opened++;
    await this.gate;
    const far = this.#far();
    if (far.taken === undefined) throw new LinkError('refused', 'They do not know it.');
    const [wire, other] = MemoryWire.pair();
    this.wires.push(wire);
    const options = { protocol, isThroughRoom: false, allocate: (length: number) => new Uint8Array(length) };
    const link = far.links.to(this.#own);
    if (link !== undefined) far.taken(link, new LineStream(other, { ...options, isAsker: false }));
    return new LineStream(wire, { ...options, isAsker: true });
  }

  onStream(): Disposable {
    return { [Symbol.dispose]: () => undefined };
  }

  media(): never {
    throw new Error('not here');
  }

  close(): void {
    for (const wire of this.wires) wire.destroy();
  }

  goes(kind: PathKind | undefined): void {
    this.path.value = kind && { kind, roundTripMs: 1 };
  }
}

/** Somebody in the room, with a link to the other. */
class Person {
  readonly clock: VirtualClock;
  readonly id: FeedId;
  readonly talk: Talk;
  readonly set = new WatchedSet<Link>();
  readonly direct: DirectLines;
  changes = 0;
  isWelcome = true;
  isNeeded = true;
  taken: ((link: Link, stream: LinkStream) => void) | undefined;

  constructor(clock: VirtualClock, identity: Identity) {
    this.clock = clock;
    this.id = identity.id;
    const now = () => 1767225600000;
    this.talk = new Talk({
      ...{ identity, clock, crypto: sodium, now },
      ...{ attends: () => true, onEvent: () => undefined },
    });
    this.talk.do((exchange) => exchange.join(ROOM));
    this.direct = new DirectLines({
      ...{ own: this.id, talk: this.talk, clock, links: this.links },
      isWelcome: () => this.isWelcome,
      onChange: () => this.#onChange(),
    });
  }

  get links(): ChatLinks {
    return {
      size: this.set.size,
      has: (link) => this.set.has(link),
      snapshot: () => this.set.snapshot(),
      watch: (watcher) => this.set.watch(watcher),
      to: (id) => this.set.snapshot().find((link) => link.id === id),
      onStream: (_protocol, listener) => {
        this.taken = listener;
        return { [Symbol.dispose]: () => (this.taken = undefined) };
      },
    };
  }

  /** As whoever owns them does: once this turn is over. */
  #onChange(): void {
    this.changes++;
    queueMicrotask(() => this.direct.tend(() => this.isNeeded));
  }

  say(text: string): void {
    const signed = this.talk.sign(ROOM, { kind: 'text', text });
    this.talk.do((exchange, at) => exchange.say(signed, at));
  }

  get heard(): readonly string[] {
    return this.talk.log(ROOM)?.messages.map(({ text }) => text) ?? [];
  }
}

/** Two with a link, the one whose id comes first before the other. */
export function two() {
  const clock = new VirtualClock();
  const identities = [createIdentity(sodium), createIdentity(sodium)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first, second] = identities.map((identity) => new Person(clock, identity)) as [Person, Person];
  const here = new FakeLink(first.id, () => second, second.id);
  const there = new FakeLink(second.id, () => first, first.id);
  return {
    ...{ clock, first, second, here, there },
    enter: () => [first.set.enter(here), second.set.enter(there)],
    isWell: () => [first.direct.isWell(second.id), second.direct.isWell(first.id)],
  };
}
