import {
  type CryptoBackend,
  type Ending,
  type EndingsEvent,
  type FeedId,
  type NamedKeyPair,
  type Outlet,
  type SignedEnding,
  signEnding,
} from '@open-rooms/protocol';
import type { EndingStore } from '../store/ports/bans.ts';
import type { WordFeed } from './word-feed.ts';

/** Whoever was away when something ended hears of it within this time; who is away for longer has no link left. */
export const ENDING_KEPT_MS = 24 * 60 * 60_000;

/** Endings that are kept, the last of each person: all of them fit in what may wait for one reader. */
export const MAX_ENDINGS = 500;

export interface EndingsParts {
  /** The room, which signs. */
  readonly key: Pick<NamedKeyPair, 'id' | 'secretKey'>;
  readonly crypto: Pick<CryptoBackend, 'sign'>;
  readonly store: EndingStore;
  readonly feed: WordFeed;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told where what was said could not be kept: it holds all the same. */
  readonly onFault: (error: unknown) => void;
}

/** An ending as it is decided; the room and the time come from here. */
export type EndingOf =
  | {
      readonly why: 'removed' | 'banned' | 'demoted';
      readonly who: FeedId;
      readonly reason?: string | undefined;
    }
  | { readonly why: 'mode'; readonly who?: FeedId }
  | { readonly why: 'stopped' };

/**
 * What a room ends: its signed word goes to all whom it concerns, at once or when they come back within a day, because both
 * ends of a link have to hear it. It is an act of whoever looks after the room: a server that stops, or restarts, ends nothing.
 */
export class Endings {
  readonly #parts: EndingsParts;
  /** The last about each person, oldest first. */
  #kept: SignedEnding[];

  private constructor(parts: EndingsParts, kept: SignedEnding[]) {
    this.#parts = parts;
    this.#kept = kept;
  }

  static async open(parts: EndingsParts): Promise<Endings> {
    const kept = await parts.store.endings(parts.now() - ENDING_KEPT_MS);
    return new Endings(parts, kept.slice(-MAX_ENDINGS));
  }

  /** Signs endings, keeps them for those who are away, and says them to those who are here. */
  say(endings: readonly EndingOf[]): void {
    const { store, feed, now, onFault } = this.#parts;
    const signed = endings.map((ending) => this.#sign(ending));
    this.#keep(signed);
    for (const ending of signed) feed.say({ type: 'ending', ending }, ending.who);
    void store.keep(signed, now() - ENDING_KEPT_MS).catch(onFault);
  }

  /** Tells a new listener the room's time, and what is kept of that which concerns them. */
  tellKept(listener: FeedId, outlet: Outlet<EndingsEvent>): void {
    const { feed, now } = this.#parts;
    this.#keep([]);
    outlet.push({ type: 'now', at: now() });
    for (const ending of this.#kept)
      if (feed.hears(listener, ending.who)) outlet.push({ type: 'ending', ending });
  }

  #sign(ending: EndingOf): SignedEnding {
    const { key, crypto, now } = this.#parts;
    const said = { room: key.id, at: now() };
    return signEnding(crypto, key.secretKey, wordOf(said, ending));
  }

  /** What is said again holds from now on; to say it of before, too, adds nothing. */
  #keep(signed: readonly SignedEnding[]): void {
    const subjects = new Set(signed.map(({ who }) => who));
    const oldest = this.#parts.now() - ENDING_KEPT_MS;
    const others = this.#kept.filter(({ who, at }) => !subjects.has(who) && at >= oldest);
    this.#kept = [...others, ...signed].slice(-MAX_ENDINGS);
  }
}

function wordOf(said: Pick<Ending, 'room' | 'at'>, ending: EndingOf): Ending {
  if (ending.why === 'stopped') return { ...said, why: ending.why };
  if (ending.why === 'mode') return { ...said, ...ending };
  const { why, who, reason = '' } = ending;
  return { ...said, why, who, ...(reason !== '' && { reason }) };
}
