import { type Clock, Encoded, type FeedId, type Outlet, type WatchedSet } from '@open-rooms/protocol';

/**
 * The first change after a quiet time is pushed at once; what follows within this window goes out as one list at
 * its end. A list is as long as the room is full and goes to all who are there, so that N arrivals one by one
 * would cost N³ bytes.
 */
const ENDPOINTS_WINDOW_MS = 250;

/** `tunnel.endpoints`: the whole list, again on each change. Encoded once for all who watch. */
export class EndpointsFeed {
  readonly #attendants: WatchedSet<FeedId>;
  readonly #clock: Clock;
  /** Each reader with the list that it got last. */
  readonly #outlets = new Map<Outlet<FeedId[]>, Encoded<FeedId[]>>();
  #list: Encoded<FeedId[]> | undefined;
  #window: Disposable | undefined;
  #changed = false;

  constructor(attendants: WatchedSet<FeedId>, clock: Clock) {
    this.#attendants = attendants;
    this.#clock = clock;
    const onChange = () => this.#onChange();
    attendants.watch({ joined: onChange, left: onChange });
  }

  /** Pushes the list, then every new one. A reader that is behind gets the newest list when it caught up. */
  subscribe(outlet: Outlet<FeedId[]>): void {
    const list = this.#encoded();
    outlet.push(list);
    this.#outlets.set(outlet, list);
    outlet.whenEnded(() => this.#outlets.delete(outlet));
  }

  #encoded(): Encoded<FeedId[]> {
    this.#list ??= new Encoded(this.#attendants.snapshot());
    return this.#list;
  }

  #onChange(): void {
    this.#list = undefined;
    this.#changed = true;
    if (this.#window !== undefined) return;
    // The turn ends first: whoever joins by subscribing is among the readers of their own list already.
    this.#window = this.#clock.after(0, () => this.#push());
  }

  #push(): void {
    this.#window = undefined;
    if (!this.#changed) return;
    this.#changed = false;
    for (const outlet of this.#outlets.keys()) this.#pushTo(outlet);
    this.#window = this.#clock.after(ENDPOINTS_WINDOW_MS, () => this.#push());
  }

  #pushTo(outlet: Outlet<FeedId[]>): void {
    const list = this.#encoded();
    if (this.#outlets.get(outlet) === list) return;
    if (outlet.isBehind) return outlet.whenCaughtUp(() => this.#pushTo(outlet));
    this.#outlets.set(outlet, list);
    outlet.push(list);
  }
}
