import { Encoded, type EndingsEvent, type FeedId, type Outlet } from '@open-rooms/protocol';

export interface WordFeedParts {
  /** Whether somebody hears of everybody: whoever may see who is there. */
  readonly hearsAll: (listener: FeedId) => boolean;
  /** Whether two have had a tunnel through this room. */
  readonly haveMet: (one: FeedId, other: FeedId) => boolean;
}

/** Who listens to the room's words, and to which of them (spec/endings.md). */
export class WordFeed {
  readonly #parts: WordFeedParts;
  readonly #listeners = new Map<Outlet<EndingsEvent>, FeedId>();

  constructor(parts: WordFeedParts) {
    this.#parts = parts;
  }

  /** Whether somebody is told what the room says of `who`; of everybody, where that is `undefined`. */
  hears(listener: FeedId, who: FeedId | undefined): boolean {
    const { hearsAll, haveMet } = this.#parts;
    return who === undefined || who === listener || hearsAll(listener) || haveMet(listener, who);
  }

  /** Puts every word from now on into an outlet. A reader that falls behind is cut by its stream. */
  add(listener: FeedId, outlet: Outlet<EndingsEvent>): void {
    this.#listeners.set(outlet, listener);
    outlet.whenEnded(() => this.#listeners.delete(outlet));
  }

  /** Says a word that concerns `who`, or everybody, to all who are told of it. */
  say(event: EndingsEvent, who: FeedId | undefined): void {
    const encoded = new Encoded<EndingsEvent>(event);
    for (const [outlet, listener] of [...this.#listeners])
      if (this.hears(listener, who)) outlet.push(encoded);
  }

  /** Says a word to one person. */
  sayTo(listener: FeedId, event: EndingsEvent): void {
    for (const [outlet, id] of [...this.#listeners]) if (id === listener) outlet.push(event);
  }
}
