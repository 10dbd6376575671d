import type { AttendantsEvent, Clock, FeedId, Outlet, WatchedSet } from '@open-rooms/protocol';
import { AttendantsFeed } from './attendants-feed.ts';
import { EndpointsFeed } from './endpoints-feed.ts';

/** Whom somebody sees in the room: all who are there, or, as a viewer, themselves and those who share (spec/roles.md). */
export class Sight {
  readonly #all: { readonly attendants: AttendantsFeed; readonly endpoints: EndpointsFeed };
  readonly #viewers: { readonly attendants: AttendantsFeed; readonly endpoints: EndpointsFeed };

  constructor(attendants: WatchedSet<FeedId>, sharers: WatchedSet<FeedId>, clock: Clock) {
    const feeds = (of: WatchedSet<FeedId>) => {
      return { attendants: new AttendantsFeed(of), endpoints: new EndpointsFeed(of, clock) };
    };
    this.#all = feeds(attendants);
    this.#viewers = feeds(sharers);
  }

  /** `room.attendants` of somebody. */
  attendants(who: FeedId, seesAll: boolean, outlet: Outlet<AttendantsEvent>): void {
    if (seesAll) this.#all.attendants.subscribe(outlet);
    else this.#viewers.attendants.subscribe(outlet, who);
  }

  /** `tunnel.endpoints` of somebody. */
  endpoints(who: FeedId, seesAll: boolean, outlet: Outlet<FeedId[]>): void {
    if (seesAll) this.#all.endpoints.subscribe(outlet);
    else this.#viewers.endpoints.subscribe(outlet, who);
  }

  /** Somebody sees all from now on: what they read goes on with the others. */
  seesAll(who: FeedId): void {
    for (const { outlet, known } of this.#viewers.attendants.release(who))
      this.#all.attendants.takeOver(outlet, known);
    for (const outlet of this.#viewers.endpoints.release(who)) this.#all.endpoints.subscribe(outlet);
  }
}
