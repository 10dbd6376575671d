import { type Clock, type FeedId, TokenBucket } from '@open-rooms/protocol';
import {
  LINKS_AT_ONCE,
  LINKS_PER_SECOND,
  MADE_AT_ONCE,
  MADE_AT_ONCE_KNOWN,
  MADE_AT_ONCE_STRANGERS,
  MADE_PER_SECOND,
  MADE_PER_SECOND_STRANGERS,
  MAX_BUDGETS,
  SIGNALS_AT_ONCE,
  SIGNALS_PER_SECOND,
  STREAMS_AT_ONCE,
  STREAMS_AT_ONCE_KNOWN,
  STREAMS_PER_SECOND,
  STREAMS_PER_SECOND_KNOWN,
} from './link-limits.ts';

export interface LinkBudgetsParts {
  readonly clock: Clock;
  /** Whether this person knows somebody. */
  readonly isKnown: (id: FeedId) => boolean;
}

/** What others may have made here over links: by person, whatever the number of their links, and all strangers at once. */
export class LinkBudgets {
  readonly #parts: LinkBudgetsParts;
  readonly #people = new Map<FeedId, PersonBudget>();
  /** Keys are free: who is refused under one comes under another. */
  readonly #strangers = new TokenBucket(MADE_PER_SECOND_STRANGERS, MADE_AT_ONCE_STRANGERS);

  constructor(parts: LinkBudgetsParts) {
    this.#parts = parts;
  }

  /** What somebody may. Beyond a bound the one that was asked for longest ago begins anew. */
  of(id: FeedId): PersonBudget {
    const { clock, isKnown } = this.#parts;
    const budget =
      this.#people.get(id) ??
      new PersonBudget({ clock, strangers: this.#strangers, isKnown: () => isKnown(id) });
    this.#people.delete(id);
    this.#people.set(id, budget);
    const oldest = this.#people.keys().next();
    if (this.#people.size > MAX_BUDGETS && !oldest.done) this.#people.delete(oldest.value);
    return budget;
  }
}

export interface PersonBudgetParts {
  readonly clock: Clock;
  readonly isKnown: () => boolean;
  /** What all strangers together may have made. */
  readonly strangers: TokenBucket;
}

/** What one person may have made here. */
export class PersonBudget {
  readonly #parts: PersonBudgetParts;
  readonly #links = new TokenBucket(LINKS_PER_SECOND, LINKS_AT_ONCE);
  /** Connections that have come to nothing yet. */
  readonly #signals = new TokenBucket(SIGNALS_PER_SECOND, SIGNALS_AT_ONCE);
  /** All of them: browsers count those, too, that were closed a moment ago. */
  readonly #made = new TokenBucket(MADE_PER_SECOND, MADE_AT_ONCE);
  readonly #madeKnown = new TokenBucket(MADE_PER_SECOND, MADE_AT_ONCE_KNOWN);
  readonly #streams = new TokenBucket(STREAMS_PER_SECOND, STREAMS_AT_ONCE);
  readonly #streamsKnown = new TokenBucket(STREAMS_PER_SECOND_KNOWN, STREAMS_AT_ONCE_KNOWN);

  constructor(parts: PersonBudgetParts) {
    this.#parts = parts;
  }

  /** Whether they may have another link made, after one that has ended. Counted where they may. */
  mayLink(): boolean {
    return this.#spend(this.#links);
  }

  /** Whether they may have a connection made, direct or for media. Counted where they may. */
  maySignal(): boolean {
    if (this.#parts.isKnown()) return this.#spend(this.#signals, this.#madeKnown);
    return this.#spend(this.#signals, this.#made, this.#parts.strangers);
  }

  /** A connection that they had made works: it has not come to nothing. */
  worked(): void {
    this.#signals.take(this.#parts.clock.now(), -1);
  }

  /** Whether they may open another stream. Counted where they may. */
  mayOpen(): boolean {
    return this.#spend(this.#parts.isKnown() ? this.#streamsKnown : this.#streams);
  }

  /** One token of each, or none of any. */
  #spend(...buckets: readonly TokenBucket[]): boolean {
    const now = this.#parts.clock.now();
    for (const bucket of buckets) bucket.take(now);
    if (buckets.every((bucket) => bucket.delay(now) === 0)) return true;
    for (const bucket of buckets) bucket.take(now, -1);
    return false;
  }
}
