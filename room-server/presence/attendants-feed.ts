import {
  type AttendantsEvent,
  Encoded,
  type FeedId,
  type Outlet,
  type WatchedSet,
} from '@open-rooms/protocol';

/** `room.attendants`: the state once, then each change. An event is encoded once for all who watch. */
export class AttendantsFeed {
  readonly #attendants: WatchedSet<FeedId>;
  readonly #outlets = new Set<Outlet<AttendantsEvent>>();

  constructor(attendants: WatchedSet<FeedId>) {
    this.#attendants = attendants;
    attendants.watch({
      joined: (id) => this.#pushAll({ type: 'joined', id }),
      left: (id) => this.#pushAll({ type: 'left', id }),
    });
  }

  /** Snapshot and subscription in one turn. A reader that falls behind is cut by its stream. */
  subscribe(outlet: Outlet<AttendantsEvent>): void {
    outlet.push({ type: 'state', ids: this.#attendants.snapshot() });
    this.#outlets.add(outlet);
    outlet.whenEnded(() => this.#outlets.delete(outlet));
  }

  #pushAll(event: AttendantsEvent): void {
    const encoded = new Encoded<AttendantsEvent>(event);
    for (const outlet of this.#outlets) outlet.push(encoded);
  }
}
