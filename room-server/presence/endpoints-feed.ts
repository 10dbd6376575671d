import { type Clock, Encoded, type FeedId, type Outlet, type WatchedSet } from '@open-rooms/protocol';

/**
 * The first change after a quiet time is pushed at once; what follows within this window goes out as one list at
 * its end. A list is as long as the room is full and goes to all who are there, so that N arrivals one by one
 * would cost N³ bytes.
 */
const ENDPOINTS_WINDOW_MS = 250;

/** A reader, as far as they have read. */
interface Reading {
  /** Who is on the list in any case: the reader, or nobody. */
  readonly own: FeedId | undefined;
  /** The number of the list that they got last. */
  got: number;
}

/** `tunnel.endpoints`: the whole list, again on each change. Encoded once for all who watch. */
export class EndpointsFeed {
  readonly #attendants: WatchedSet<FeedId>;
  readonly #clock: Clock;
  readonly #readers = new Map<Outlet<FeedId[]>, Reading>();
  #list: Encoded<FeedId[]> | undefined;
  /** Counts the lists that there have been. */
  #number = 0;
  #window: Disposable | undefined;
  #changed = false;

  constructor(attendants: WatchedSet<FeedId>, clock: Clock) {
    this.#attendants = attendants;
    this.#clock = clock;
    const onChange = () => this.#onChange();
    attendants.watch({ joined: onChange, left: onChange });
  }

  /**
   * Pushes the list, then every new one. A reader that is behind gets the newest list when it caught up.
   * @param own who is on the list in any case, whether or not they are in the set
   */
  subscribe(outlet: Outlet<FeedId[]>, own?: FeedId): void {
    outlet.push(this.#listFor(own));
    this.#readers.set(outlet, { own, got: this.#number });
    outlet.whenEnded(() => this.#readers.delete(outlet));
  }

  /** Lets the readers of somebody go. */
  release(own: FeedId): Outlet<FeedId[]>[] {
    const theirs = [...this.#readers].filter(([, reading]) => reading.own === own).map(([outlet]) => outlet);
    for (const outlet of theirs) this.#readers.delete(outlet);
    return theirs;
  }

  #listFor(own: FeedId | undefined): Encoded<FeedId[]> | FeedId[] {
    if (own !== undefined && !this.#attendants.has(own)) return [own, ...this.#attendants.snapshot()];
    this.#list ??= new Encoded(this.#attendants.snapshot());
    return this.#list;
  }

  #onChange(): void {
    this.#list = undefined;
    this.#number++;
    this.#changed = true;
    if (this.#window !== undefined) return;
    // The turn ends first: whoever joins by subscribing is among the readers of their own list already.
    this.#window = this.#clock.after(0, () => this.#push());
  }

  #push(): void {
    this.#window = undefined;
    if (!this.#changed) return;
    this.#changed = false;
    for (const outlet of this.#readers.keys()) this.#pushTo(outlet);
    this.#window = this.#clock.after(ENDPOINTS_WINDOW_MS, () => this.#push());
  }

  #pushTo(outlet: Outlet<FeedId[]>): void {
    const reading = this.#readers.get(outlet);
    if (reading === undefined || reading.got === this.#number) return;
    if (outlet.isBehind) return outlet.whenCaughtUp(() => this.#pushTo(outlet));
    reading.got = this.#number;
    outlet.push(this.#listFor(reading.own));
  }
}
