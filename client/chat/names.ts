import {
  type About,
  type Clock,
  ConnectionEnded,
  type FeedId,
  isFeedId,
  RemoteError,
} from '@open-rooms/protocol';
import type { Background } from '../connection/background.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import { readName, tidyName } from '../contacts/name.ts';
import type { PeerConnection } from '../peers/peer-connection.ts';
import type { MessageStore } from './message-store.ts';
import { SmallTexts } from './small-texts.ts';
import { ToldNames } from './told-names.ts';

/** Names that people give themselves and that are remembered; of strangers' those told longest ago are forgotten. */
const MAX_TOLD_NAMES = 1_000;

/** The key of the own name, in a place of its own. */
const OWN = 'name';

export interface NamesParts {
  readonly id: FeedId;
  readonly book: ContactBook;
  readonly background: Background;
  readonly clock: Clock;
  readonly messages: MessageStore;
}

/** Somebody at the other end of a connection, as names need them. */
type Named = Pick<PeerConnection, 'id' | 'opener' | 'closed'> & {
  readonly remote: Pick<PeerConnection['remote'], 'peer.about'>;
};

/**
 * What people are called: by the contact book, or else as they call themselves. Whoever is talked with over a
 * connection is told the own name, and tells theirs.
 */
export class Names {
  readonly #parts: NamesParts;
  readonly #told: ToldNames;
  readonly #self: SmallTexts;
  readonly #watchers = new Set<() => void>();
  /** Who speaks this. */
  readonly #peers = new Set<Named>();
  /** How often each has told its name unasked: an answer that was on its way then is older. */
  readonly #tellings = new WeakMap<Named, number>();
  #own: string;

  private constructor(parts: NamesParts, told: SmallTexts, self: SmallTexts) {
    const { clock, background, book } = parts;
    this.#parts = parts;
    this.#told = new ToldNames({ texts: told, clock, background, onChange: () => this.#tellWatchers() });
    this.#self = self;
    this.#own = tidyName(self.get(OWN) ?? '');
    book.watch(() => this.#tellWatchers());
  }

  /** Rejects where what is kept cannot be read. */
  static async open(parts: NamesParts): Promise<Names> {
    const { messages, book } = parts;
    const isDear = (id: string) => isFeedId(id) && book.contact(id) !== undefined;
    const told = await SmallTexts.open(messages, { place: 'names', most: MAX_TOLD_NAMES, isDear });
    return new Names(parts, told, await SmallTexts.open(messages, { place: 'self', most: 1 }));
  }

  /** The own name; empty for none. */
  get own(): string {
    return this.#own;
  }

  /** Gives oneself a name, and tells it. Rejects with `Refused` where it can be none, or is not kept. */
  async setOwn(text: string): Promise<void> {
    const name = readName(text);
    await this.#self.set(OWN, name === '' ? undefined : name);
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
  meet(peer: Named): void {
    if (this.#peers.has(peer)) return;
    this.#peers.add(peer);
    void peer.closed.then(() => this.#peers.delete(peer));
    if (peer.opener === 'here') this.#exchange(peer);
  }

  /** Takes what somebody says of themselves, and answers the same. */
  answer(peer: Named, about: About): About {
    this.#tellings.set(peer, this.#tellingsOf(peer) + 1);
    this.#note(peer, about);
    return this.#about();
  }

  #about(): About {
    return this.#own === '' ? {} : { name: this.#own };
  }

  #tellingsOf(peer: Named): number {
    return this.#tellings.get(peer) ?? 0;
  }

  #exchange(peer: Named): void {
    const before = this.#tellingsOf(peer);
    peer.remote['peer.about'](this.#about()).then(
      (about) => {
        if (this.#tellingsOf(peer) === before) this.#note(peer, about);
      },
      (error: unknown) => {
        if (!(error instanceof RemoteError || error instanceof ConnectionEnded)) throw error;
      },
    );
  }

  #note(peer: Named, about: About): void {
    const name = tidyName(about.name ?? '');
    if (peer.id !== this.#parts.id) this.#told.note(peer, name === '' ? undefined : name);
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
