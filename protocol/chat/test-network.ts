import { concat } from '../bytes/concat.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { NamedKeyPair } from '../identity/secret-text.ts';
import type { OwnContent } from './author.ts';
import type { Conversation, ConversationId } from './conversation.ts';
import type { StoredRecord } from './entry.ts';
import { type ChatEvent, ChatExchange } from './exchange.ts';
import type { ChatLink } from './link.ts';
import type { ChatLog } from './log.ts';
import type { MessageId } from './position.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Somebody's exchange, the store beside it, and what it told. */
export class TestPeer {
  readonly name: string;
  readonly key: NamedKeyPair;
  readonly network: TestNetwork;
  exchange: ChatExchange;
  readonly blocked = new Set<string>();
  readonly #stores = new Map<ConversationId, Map<MessageId, StoredRecord>>();
  readonly events: ChatEvent[] = [];

  constructor(network: TestNetwork, name: string, key: NamedKeyPair) {
    this.network = network;
    this.name = name;
    this.key = key;
    this.exchange = this.#start();
  }

  /** Starts again with what the store kept; its streams are to be broken before. */
  restart(...conversations: Conversation[]): void {
    this.exchange = this.#start();
    for (const conversation of conversations) this.join(conversation, this.stored(conversation));
  }

  stored({ id }: Conversation): StoredRecord[] {
    return [...(this.#stores.get(id)?.values() ?? [])];
  }

  log(conversation: Conversation): ChatLog {
    const log = this.exchange.log(conversation);
    if (log === undefined) throw new Error(`${this.name} has not joined`);
    return log;
  }

  join(conversation: Conversation, stored: readonly StoredRecord[] = []): this {
    this.told(this.exchange.join(conversation, stored));
    return this;
  }

  write(conversation: Conversation, text: string): MessageId {
    return this.say(conversation, { kind: 'text', text });
  }

  say(conversation: Conversation, content: OwnContent): MessageId {
    const { now } = this.network;
    const signed = this.exchange.sign(conversation, content, now);
    this.told(this.exchange.say(signed, now));
    return signed.record.id;
  }

  texts(conversation: Conversation): string[] {
    return this.log(conversation).messages.map(({ text }) => text);
  }

  /** What was told of one kind. */
  heard<Kind extends ChatEvent['kind']>(kind: Kind): Extract<ChatEvent, { kind: Kind }>[] {
    return this.events.filter((event) => event.kind === kind) as Extract<ChatEvent, { kind: Kind }>[];
  }

  told(events: readonly ChatEvent[]): void {
    this.events.push(...events);
    for (const event of events) {
      if (event.kind === 'cut') this.network.onCut(event.link);
      if (event.kind !== 'store') continue;
      const store = this.#stores.get(event.conversation.id) ?? new Map<MessageId, StoredRecord>();
      this.#stores.set(event.conversation.id, store);
      for (const record of event.changes.put) store.set(record.id, record);
      for (const id of event.changes.drop) store.delete(id);
    }
  }

  #start(): ChatExchange {
    return new ChatExchange({
      crypto: this.network.crypto,
      me: this.key,
      attends: () => true,
      isBlocked: (author) => this.blocked.has(author),
    });
  }
}

/** One direction of a stream: what is under way in it. */
interface Way {
  readonly from: TestPeer;
  readonly to: TestPeer;
  readonly out: ChatLink;
  readonly in: ChatLink;
  underway: { readonly bytes: Uint8Array; readonly at: number } | undefined;
}

/** Peers in memory, with virtual time: streams take a while, are cut anywhere, and break when told to. */
export class TestNetwork {
  readonly crypto: CryptoBackend;
  readonly #random: () => number;
  readonly #onBytes: ((from: TestPeer, bytes: Uint8Array) => void) | undefined;
  #ways: Way[] = [];
  now = 1767225600000;

  /** @param onBytes sees all that is sent */
  constructor(
    crypto: CryptoBackend,
    random: () => number,
    onBytes?: (from: TestPeer, bytes: Uint8Array) => void,
  ) {
    this.crypto = crypto;
    this.#random = random;
    this.#onBytes = onBytes;
  }

  connect(one: TestPeer, other: TestPeer): void {
    const [left, right] = [one.exchange.connect(other.key.id), other.exchange.connect(one.key.id)];
    this.#ways.push({ from: one, to: other, out: left, in: right, underway: undefined });
    this.#ways.push({ from: other, to: one, out: right, in: left, underway: undefined });
  }

  /** Breaks all streams of somebody. */
  isolate(peer: TestPeer): void {
    this.#end(({ from, to }) => from === peer || to === peer);
  }

  isConnected(one: TestPeer, other: TestPeer): boolean {
    return this.#ways.some(({ from, to }) => from === one && to === other);
  }

  /** The stream between two is gone, with all that was under way. */
  break(one: TestPeer, other: TestPeer): void {
    this.#end(({ from, to }) => (from === one && to === other) || (from === other && to === one));
  }

  onCut(link: ChatLink): void {
    this.#end((way) => way.out === link || way.in === link);
  }

  /** Lets time pass. */
  run(ms: number): void {
    const until = this.now + ms;
    for (let at = this.#step(until); at; at = this.#step(until));
    this.now = Math.max(this.now, until);
  }

  /** Lets time pass until nobody has anything to say or do. Throws where that is not within an hour. */
  settle(): void {
    const until = this.now + 3_600_000;
    for (let at = this.#step(until); at; at = this.#step(until));
    if (this.now >= until) throw new Error('they never come to an end');
  }

  /** Does what happens next, and answers whether something does. */
  #step(until: number): boolean {
    for (const way of this.#ways) this.#fill(way);
    const peers = new Set(this.#ways.flatMap(({ from }) => from));
    const dues = [...peers]
      .map(({ exchange }) => exchange.deadline(this.now))
      .filter((at) => at !== undefined);
    const arrivals = this.#ways.flatMap(({ underway }) => (underway === undefined ? [] : [underway.at]));
    const next = Math.min(...dues, ...arrivals);
    if (next > until) return false;
    this.now = Math.max(this.now, next);
    for (const way of [...this.#ways]) this.#deliver(way);
    for (const peer of peers) peer.told(peer.exchange.tick(this.now));
    return true;
  }

  #fill(way: Way): void {
    const bytes = way.underway === undefined ? way.out.take(this.now) : undefined;
    if (bytes === undefined) return;
    this.#onBytes?.(way.from, bytes);
    way.underway = { bytes, at: this.now + 1 + Math.floor(this.#random() * 200) };
  }

  #deliver(way: Way): void {
    const { underway } = way;
    if (underway === undefined || underway.at > this.now || !this.#ways.includes(way)) return;
    way.underway = undefined;
    const cut = Math.floor(this.#random() * underway.bytes.length);
    for (const bytes of [underway.bytes.slice(0, cut), underway.bytes.slice(cut)])
      way.to.told(way.to.exchange.receive(way.in, concat(bytes), this.now));
  }

  #end(isGone: (way: Way) => boolean): void {
    for (const { from, out } of this.#ways.filter(isGone)) from.exchange.disconnect(out);
    this.#ways = this.#ways.filter((way) => !isGone(way));
  }
}
