import {
  type About,
  type Clock,
  ConnectionEnded,
  type FeedId,
  RemoteError,
  TokenBucket,
} from '@open-rooms/protocol';
import type { Background } from '../connection/background.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import { readName, tidyName } from '../contacts/name.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { MessageStore } from './message-store.ts';
import { SmallTexts } from './small-texts.ts';

/** Names that people give themselves and that are remembered; those told longest ago are forgotten. */
const MAX_TOLD_NAMES = 1_000;

/** Names that are noted, each second and at once: each is written down, and costs who tells it nothing. */
const TOLD_NAMES_PER_SECOND = 5;
const TOLD_NAMES_AT_ONCE = 200;

/** Where the own name is kept. */
export interface OwnNameStore {
  load(): Promise<string>;
  save(name: string): Promise<void>;
}

export interface NamesParts {
  readonly id: FeedId;
  readonly book: ContactBook;
  readonly background: Background;
  readonly clock: Clock;
  readonly messages: MessageStore;
  /** Beside the messages where nobody says another place. */
  readonly ownName?: OwnNameStore | undefined;
}

/**
 * What people are called: by the contact book, or else as they call themselves. Whoever is talked with over a
 * connection is told the own name, and tells theirs.
 */
export class Names {
  readonly #parts: NamesParts;
  readonly #told: SmallTexts;
  readonly #ownName: OwnNameStore;
  readonly #watchers = new Set<() => void>();
  /** Who speaks this. */
  readonly #peers = new Set<PeerConnection>();
  readonly #paces = new TokenBucket(TOLD_NAMES_PER_SECOND, TOLD_NAMES_AT_ONCE);
  #own: string;

  private constructor(parts: NamesParts, told: SmallTexts, ownName: OwnNameStore, own: string) {
    this.#parts = parts;
    this.#told = told;
    this.#ownName = ownName;
    this.#own = own;
    parts.book.watch(() => this.#tellWatchers());
  }

  /** Rejects where what is kept cannot be read. */
  static async open(parts: NamesParts): Promise<Names> {
    const told = await SmallTexts.open(parts.messages, 'names', MAX_TOLD_NAMES);
    const ownName = parts.ownName ?? (await besideMessages(parts.messages));
    return new Names(parts, told, ownName, tidyName(await ownName.load()));
  }

  /** The own name; empty for none. */
  get own(): string {
    return this.#own;
  }

  /** Gives oneself a name, and tells it. Rejects with `Refused` where it can be none, or is not kept. */
  async setOwn(text: string): Promise<void> {
    const name = readName(text);
    await this.#ownName.save(name);
    this.#own = name;
    this.#tellWatchers();
    for (const peer of this.#peers) this.#exchange(peer);
  }

  of(id: FeedId): string | undefined {
    if (id === this.#parts.id) return this.#own === '' ? undefined : this.#own;
    return this.#parts.book.contact(id)?.name ?? this.#told.get(id);
  }

  watch(listener: () => void): Disposable {
    const watcher = () => listener();
    this.#watchers.add(watcher);
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) };
  }

  /** Somebody who speaks this is connected: asks for their name, if we are who asked for the connection. */
  meet(peer: PeerConnection): void {
    if (this.#peers.has(peer)) return;
    this.#peers.add(peer);
    void peer.closed.then(() => this.#peers.delete(peer));
    if (peer.opener === 'here') this.#exchange(peer);
  }

  /** Takes what somebody says of themselves, and answers the same. */
  answer({ id }: PeerConnection, about: About): About {
    this.#note(id, about);
    return this.#about();
  }

  #about(): About {
    return this.#own === '' ? {} : { name: this.#own };
  }

  #exchange(peer: PeerConnection): void {
    peer.remote['peer.about'](this.#about()).then(
      (about) => this.#note(peer.id, about),
      (error: unknown) => {
        if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
      },
    );
  }

  #note(id: FeedId, about: About): void {
    const name = tidyName(about.name ?? '');
    const next = name === '' ? undefined : name;
    const now = this.#parts.clock.now();
    if (id === this.#parts.id || this.#told.get(id) === next || this.#paces.delay(now) > 0) return;
    this.#paces.take(now);
    this.#parts.background.run(this.#told.set(id, next));
    this.#tellWatchers();
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

async function besideMessages(messages: MessageStore): Promise<OwnNameStore> {
  const texts = await SmallTexts.open(messages, 'self', 1);
  return {
    load: async () => texts.get('name') ?? '',
    save: (name) => texts.set('name', name === '' ? undefined : name),
  };
}
