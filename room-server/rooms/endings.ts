import {
  type CryptoBackend,
  type Ending,
  type EndingsEvent,
  type FeedId,
  isFeedId,
  type NamedKeyPair,
  type Outlet,
  Refused,
  type SignedEnding,
  signEnding,
} from '@open-rooms/protocol';

/** Whoever was away when something ended hears of it within this time; who is away for longer has no link left. */
export const ENDING_KEPT_MS = 24 * 60 * 60_000;

/** Endings that are kept, the last of each person: all of them fit in what may wait for one reader. */
export const MAX_ENDINGS = 500;

export interface EndingsParts {
  /** The room, which signs. */
  readonly key: Pick<NamedKeyPair, 'id' | 'secretKey'>;
  readonly crypto: Pick<CryptoBackend, 'sign'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Ends every connection of somebody, and with them their tunnels. */
  readonly expel: (who: FeedId) => void;
}

/**
 * What a room ends: its signed word goes to all who attend, at once or when they come back, because both ends of a link
 * have to hear it. It is an act of the owner's: a server that stops, or restarts, ends nothing.
 */
export class Endings {
  readonly #parts: EndingsParts;
  #kept: SignedEnding[] = [];
  readonly #outlets = new Set<Outlet<EndingsEvent>>();
  /** As many as the owner has removed since the start. */
  readonly #removed = new Set<FeedId>();

  constructor(parts: EndingsParts) {
    this.#parts = parts;
  }

  /** Whether somebody may be in the room: whoever was removed is let in no more. */
  mayEnter(who: FeedId): boolean {
    return !this.#removed.has(who);
  }

  /** Lets somebody in again who was removed. */
  readmit(who: FeedId): void {
    this.#removed.delete(who);
  }

  /**
   * Removes somebody: they are let in no more, their connections and tunnels end, and then all their links.
   * @throws Refused `bad-argument`
   */
  removed(who: FeedId): void {
    const { id: room } = this.#parts.key;
    if (!isFeedId(who) || who === room)
      throw new Refused(
        'bad-argument',
        `Cannot end the links of "${who}": say the id of a person, @….ed25519.`,
      );
    // Nothing of theirs may be open once it is said: it would be the first tunnel of another link.
    this.#removed.add(who);
    this.#parts.expel(who);
    this.#say({ room, why: 'removed', who, at: this.#parts.now() });
  }

  /** Ends all links that were made through this room: its owner has stopped it. */
  stopped(): void {
    this.#say({ room: this.#parts.key.id, why: 'stopped', at: this.#parts.now() });
  }

  /** The room's time, what is kept, then each ending. A reader that falls behind is cut by its stream. */
  subscribe(outlet: Outlet<EndingsEvent>): void {
    this.#forgetOld();
    outlet.push({ type: 'now', at: this.#parts.now() });
    for (const ending of this.#kept) outlet.push({ type: 'ending', ending });
    this.#outlets.add(outlet);
    outlet.whenEnded(() => this.#outlets.delete(outlet));
  }

  #say(ending: Ending): void {
    const { key, crypto } = this.#parts;
    const signed = signEnding(crypto, key.secretKey, ending);
    this.#forgetOld();
    // What is said again holds from now on; to say it of before, too, adds nothing.
    this.#kept = this.#kept.filter((other) => subjectOf(other) !== subjectOf(signed));
    this.#kept.push(signed);
    if (this.#kept.length > MAX_ENDINGS) this.#kept.shift();
    for (const outlet of [...this.#outlets]) outlet.push({ type: 'ending', ending: signed });
  }

  #forgetOld(): void {
    const oldest = this.#parts.now() - ENDING_KEPT_MS;
    this.#kept = this.#kept.filter(({ at }) => at >= oldest);
  }
}

function subjectOf(ending: SignedEnding): string {
  return ending.why === 'removed' ? ending.who : '*';
}
