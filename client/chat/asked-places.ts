import type { Clock, FeedId } from '@open-rooms/protocol';
import type { Consent } from '../contacts/consent.ts';
import {
  DISPLACED_MS,
  MAX_ASKED_CONVERSATIONS,
  MAX_UNANSWERED_CONVERSATIONS,
  SILENT_ASKED_MS,
} from './chat-limits.ts';
import type { Held } from './held.ts';

export interface AskedPlacesParts {
  readonly clock: Clock;
  /** Whether nothing was said in it so far. */
  readonly isEmpty: (held: Held) => boolean;
  /** Takes no part in a conversation any more: another one needs its place. */
  readonly displace: (held: Held) => void;
  /** Whoever found no room may ask again. */
  readonly onRoom: () => void;
}

/**
 * The places of conversations that strangers have begun, and in which the person has said nothing: there are only so
 * many. Those who have something to say and do not say it make room, and do not get it back at once: else each whose
 * place was taken would take the next one's, for ever.
 */
export class AskedPlaces {
  readonly #parts: AskedPlacesParts;
  /** When each place was taken, the oldest first. */
  readonly #since = new Map<Held, number>();
  /** Until when those whose place was taken take nobody else's. As many as fall silent in that time. */
  readonly #displaced = new Map<FeedId, number>();
  #waiting: Disposable | undefined;

  constructor(parts: AskedPlacesParts) {
    this.#parts = parts;
  }

  take(held: Held): void {
    if (!this.#since.has(held)) this.#since.set(held, this.#parts.clock.now());
  }

  give(held: Held): void {
    this.#since.delete(held);
  }

  /** Whether there is a place for what somebody begins, or it has one. If there is none it is looked again in a while. */
  makeRoom(from: FeedId, held: Held | undefined, consent: Consent): boolean {
    const most = consent === 'accept' ? MAX_UNANSWERED_CONVERSATIONS : MAX_ASKED_CONVERSATIONS;
    if (this.#since.size < most || (held !== undefined && this.#since.has(held))) return true;
    const now = this.#parts.clock.now();
    const empty = [...this.#since.keys()].filter(this.#parts.isEmpty);
    const silent = empty.find((held) => now - (this.#since.get(held) ?? now) >= SILENT_ASKED_MS);
    if (silent !== undefined && !this.#isDisplaced(from, now)) {
      if (silent.shown.with !== undefined) this.#displaced.set(silent.shown.with, now + DISPLACED_MS);
      this.#parts.displace(silent);
      return true;
    }
    if (empty.length > 0) this.#lookLater();
    return false;
  }

  close(): void {
    this.#waiting?.[Symbol.dispose]();
  }

  #isDisplaced(id: FeedId, now: number): boolean {
    for (const [displaced, until] of this.#displaced) if (until <= now) this.#displaced.delete(displaced);
    return this.#displaced.has(id);
  }

  #lookLater(): void {
    this.#waiting ??= this.#parts.clock.after(SILENT_ASKED_MS, () => {
      this.#waiting = undefined;
      this.#parts.onRoom();
    });
  }
}
