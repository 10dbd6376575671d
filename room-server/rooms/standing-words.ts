import {
  type CryptoBackend,
  type EndingsEvent,
  type FeedId,
  type NamedKeyPair,
  type Outlet,
  type Role,
  type StandingWord,
  signStanding,
} from '@open-rooms/protocol';
import type { WordFeed } from './word-feed.ts';

/** Viewers of whom newcomers are told: more than can be connected. Beyond it the one who came first is forgotten until they come again. */
const MAX_VIEWERS_TOLD = 20_000;

export interface StandingWordsParts {
  /** The room, which signs. */
  readonly key: Pick<NamedKeyPair, 'id' | 'secretKey'>;
  readonly crypto: Pick<CryptoBackend, 'sign'>;
  readonly feed: WordFeed;
  readonly roleOf: (id: FeedId) => Role | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The room's word of who is a viewer (spec/endings.md): peers hold them to it, since what peers say to each other does not
 * pass the room.
 */
export class StandingWords {
  readonly #parts: StandingWordsParts;
  /** Viewers who have been here since the start, each with the word that was said of them. */
  readonly #told = new Map<FeedId, EndingsEvent>();

  constructor(parts: StandingWordsParts) {
    this.#parts = parts;
  }

  /** Somebody has come: of a viewer who is new here all are told. */
  arrived(who: FeedId): void {
    if (!this.#isViewer(who) || this.#told.has(who)) return;
    this.#parts.feed.say(this.#wordOf(who, 'viewer'), who);
  }

  /** Somebody became a viewer, or is none any more. */
  changed(who: FeedId, role: Role | undefined): void {
    this.#told.delete(who);
    this.#parts.feed.say(this.#wordOf(who, role ?? 'external'), who);
  }

  /** Tells somebody what they are here from now on: nobody else needs it of those who are no viewers. */
  tell(who: FeedId, role: Role | undefined): void {
    this.#parts.feed.sayTo(who, this.#wordOf(who, role ?? 'external'));
  }

  /** A tunnel opens between two: whoever is told only of those whom they meet hears of a viewer now. */
  met(one: FeedId, other: FeedId): void {
    const { feed } = this.#parts;
    for (const [who, listener] of [
      [one, other],
      [other, one],
    ] as const)
      if (this.#isViewer(who)) feed.sayTo(listener, this.#told.get(who) ?? this.#wordOf(who, 'viewer'));
  }

  /** Tells a new listener of all viewers, no faster than they are read. */
  tellAll(listener: FeedId, outlet: Outlet<EndingsEvent>): void {
    const viewers = [...this.#told.keys()].values();
    const push = (): void => {
      while (!outlet.isBehind) {
        const next = viewers.next();
        if (next.done) return;
        const word = this.#told.get(next.value);
        if (word !== undefined && this.#parts.feed.hears(listener, next.value)) outlet.push(word);
      }
      outlet.whenCaughtUp(push);
    };
    push();
  }

  #isViewer(who: FeedId): boolean {
    return this.#parts.roleOf(who) === 'viewer';
  }

  /** The word of somebody, now; that they are a viewer is kept. */
  #wordOf(who: FeedId, role: StandingWord['role']): EndingsEvent {
    const { key, crypto, now } = this.#parts;
    const word = { room: key.id, who, role, at: now() };
    const event: EndingsEvent = { type: 'standing', standing: signStanding(crypto, key.secretKey, word) };
    if (role !== 'viewer') return event;
    this.#told.set(who, event);
    const first = this.#told.keys().next();
    if (this.#told.size > MAX_VIEWERS_TOLD && !first.done) this.#told.delete(first.value);
    return event;
  }
}
