/** How often a beat is sent: a path that breaks is noticed at the next one that is missing. */
export const BEAT_MS = 100;

/**
 * Silence after which another path is looked for. SCTP tries again about 0.6 and 1.8 s after a loss, then after 4.2: a
 * path that is there before the second has data back within 2 s.
 */
export const SILENCE_MS = 1_500;

/** How much later the polite end searches: the other's offer is there by then, unless only this end is deaf. */
const POLITE_MS = 500;

/** Between two searches while nothing is heard, doubled each time: a new path has to have time to be found. */
const SEARCH_AGAIN_MS = 3_000;
const LONGEST_SEARCH_MS = 30_000;

/** Beats that the far end did not send, after which its own are answered: timers of hidden pages run once a second. */
const ANSWER_AFTER_MS = 2 * BEAT_MS + BEAT_MS / 2;

/** Ticks that come so much later than they should say that this machine slept, and nothing of the far end. */
const SLEPT_MS = 1_200;

/** What to do at a tick. */
export interface Tick {
  /** Nothing is heard, and it is time to look for a path (again). */
  readonly search: boolean;
  /** Nothing is heard for so long that it shows. */
  readonly isSilent: boolean;
}

/** Whether the far end can be heard, told of every beat and every message. Pure: time is an argument. */
export class Heartbeat {
  #heardAt: number;
  #sentAt: number;
  #tickedAt: number;
  #searchAt: number;
  #searchMs = SEARCH_AGAIN_MS;
  readonly #firstMs: number;

  /** @param isPolite whether this end lets the other search first: both fall silent at once */
  constructor(now: number, isPolite: boolean) {
    this.#firstMs = SILENCE_MS + (isPolite ? POLITE_MS : 0);
    this.#heardAt = now;
    this.#sentAt = now;
    this.#tickedAt = now;
    this.#searchAt = now + this.#firstMs;
  }

  /** Something came: whatever it is, the path carries. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#searchMs = SEARCH_AGAIN_MS;
    this.#searchAt = now + this.#firstMs;
  }

  /** The far end searches: its search has time to find something. */
  searched(now: number): void {
    this.#searchAt = Math.max(this.#searchAt, now + SEARCH_AGAIN_MS);
  }

  /** Whether a beat that came is answered at once: no beat of our own went out when it should have. */
  owesAnswer(now: number): boolean {
    return now - this.#sentAt >= ANSWER_AFTER_MS;
  }

  sent(now: number): void {
    this.#sentAt = now;
  }

  /** Called about every {@link BEAT_MS}. */
  tick(now: number): Tick {
    const wasSilent = this.#tickedAt - this.#heardAt >= SILENCE_MS;
    if (now - this.#tickedAt > SLEPT_MS && !wasSilent) this.heard(now);
    this.#tickedAt = now;
    const search = now >= this.#searchAt;
    if (search) {
      this.#searchAt = now + this.#searchMs;
      this.#searchMs = Math.min(2 * this.#searchMs, LONGEST_SEARCH_MS);
    }
    return { search, isSilent: now - this.#heardAt >= SILENCE_MS };
  }

  /** The network may be another: if nothing is heard, a path is looked for at the next tick. */
  hurry(now: number): void {
    if (now - this.#heardAt >= SILENCE_MS) this.#searchAt = now;
    this.#searchMs = SEARCH_AGAIN_MS;
  }
}
