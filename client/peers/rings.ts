import {
  type Clock,
  type FeedId,
  type Outlet,
  Refused,
  type Ringing,
  TokenBucket,
  WatchedSet,
} from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import type { Background } from '../connection/background.ts';
import { type Consent, consent, type Strangers } from '../contacts/consent.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import { IncomingRing } from './incoming-ring.ts';
import type { PeerConnection } from './peer-connection.ts';
import {
  ASKED_RINGS_AT_ONCE,
  ASKED_RINGS_PER_SECOND,
  MAX_ASKED_RINGS,
  RING_AGAIN_MS,
  RING_MS,
} from './ring-limits.ts';

export interface RingsParts {
  readonly book: ContactBook;
  /** What strangers get, now. */
  readonly strangers: () => Strangers;
  /** Whether somebody only watches in all rooms in common. */
  readonly isMute: (id: FeedId) => boolean;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly background: Background;
}

/** Who rings: contacts, and strangers, who only ask. */
export class Rings {
  readonly #parts: RingsParts;
  readonly #ringing = new WatchedSet<IncomingRing>();
  readonly #asked = new WatchedSet<IncomingRing>();
  readonly #places = new Map<IncomingRing, Disposable>();
  readonly #asks = new TokenBucket(ASKED_RINGS_PER_SECOND, ASKED_RINGS_AT_ONCE);
  /** When strangers were last not answered. */
  readonly #unanswered = new Map<FeedId, number>();

  constructor(parts: RingsParts) {
    this.#parts = parts;
    parts.book.watch(() => this.reconsider());
  }

  /** Those that may be heard. */
  get ringing(): LiveSet<IncomingRing> {
    return this.#ringing;
  }

  /** Those of strangers: to be shown quietly. */
  get asked(): LiveSet<IncomingRing> {
    return this.#asked;
  }

  /**
   * Somebody rings.
   * @throws Refused
   */
  accept({ id: from, room }: PeerConnection, outlet: Outlet<Ringing>): void {
    const wish = this.#consent(from);
    if ([...this.#places.keys()].some((other) => other.from === from))
      throw new Refused('too-many', 'refused: it rings there already');
    if (wish !== 'accept') this.#checkStranger(from, wish);
    const ring = new IncomingRing(from, room, this.#parts.now(), outlet);
    const timer = this.#parts.clock.after(RING_MS, () => ring.miss());
    this.#place(ring);
    void ring.ended.then((how) => {
      timer[Symbol.dispose]();
      this.#places.get(ring)?.[Symbol.dispose]();
      this.#places.delete(ring);
      if (this.#consent(from) === 'accept') return;
      if (how === 'accepted') this.#parts.background.run(this.#parts.book.accept(from));
      else this.#noteUnanswered(from);
    });
  }

  #consent(id: FeedId): Consent {
    if (this.#parts.isMute(id)) return 'refuse';
    return consent(this.#parts.book.relationOf(id), this.#parts.strangers(), 'ring');
  }

  /** Puts a ring where it belongs now. */
  #place(ring: IncomingRing): void {
    const set = this.#consent(ring.from) === 'accept' ? this.#ringing : this.#asked;
    if (set.has(ring)) return;
    this.#places.get(ring)?.[Symbol.dispose]();
    this.#places.set(ring, set.enter(ring));
  }

  #checkStranger(from: FeedId, wish: Consent): void {
    if (wish === 'refuse')
      throw new Refused('not-allowed', 'refused: they are rung by nobody whom they do not know');
    const now = this.#parts.clock.now();
    const again = (this.#unanswered.get(from) ?? Number.NEGATIVE_INFINITY) + RING_AGAIN_MS;
    if (now < again)
      throw new Refused('too-many', 'refused: they have not answered just now; try again in a minute');
    if (this.#asked.size >= MAX_ASKED_RINGS || this.#asks.delay(now) > 0)
      throw new Refused('too-many', 'refused: too many people ring there; try again in a minute');
    this.#asks.take(now);
  }

  #noteUnanswered(from: FeedId): void {
    const now = this.#parts.clock.now();
    for (const [id, at] of this.#unanswered) if (now - at >= RING_AGAIN_MS) this.#unanswered.delete(id);
    this.#unanswered.set(from, now);
  }

  /** Whoever was accepted meanwhile is heard; whoever was blocked is not. */
  reconsider(): void {
    for (const ring of [...this.#places.keys()]) {
      if (this.#consent(ring.from) === 'refuse') ring.decline();
      else this.#place(ring);
    }
  }
}
