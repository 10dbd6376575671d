import {
  type AttendantsEvent,
  Encoded,
  type FeedId,
  type Outlet,
  type WatchedSet,
} from '@open-rooms/protocol';

type Reader = Outlet<AttendantsEvent>;

/** `room.attendants`: the state once, then each change. An event is encoded once for all who watch. */
export class AttendantsFeed {
  readonly #attendants: WatchedSet<FeedId>;
  /** Each reader with whoever is on their list in any case: themselves, or nobody. */
  readonly #readers = new Map<Reader, FeedId | undefined>();

  constructor(attendants: WatchedSet<FeedId>) {
    this.#attendants = attendants;
    attendants.watch({
      joined: (id) => this.#pushAll(id, { type: 'joined', id }),
      left: (id) => this.#pushAll(id, { type: 'left', id }),
    });
  }

  /**
   * Snapshot and subscription in one turn. A reader that falls behind is cut by its stream.
   * @param own who is on the list in any case, whether or not they are in the set
   */
  subscribe(outlet: Reader, own?: FeedId): void {
    outlet.push({ type: 'state', ids: this.#listFor(own) });
    this.#add(outlet, own);
  }

  /** Goes on for a reader who knows a part of the list. */
  takeOver(outlet: Reader, known: readonly FeedId[]): void {
    const has = new Set(known);
    for (const id of this.#attendants.snapshot()) if (!has.has(id)) outlet.push({ type: 'joined', id });
    this.#add(outlet, undefined);
  }

  /** Lets the readers of somebody go, each with the list that they have. */
  release(own: FeedId): { readonly outlet: Reader; readonly known: readonly FeedId[] }[] {
    const theirs = [...this.#readers].filter(([, who]) => who === own).map(([outlet]) => outlet);
    for (const outlet of theirs) this.#readers.delete(outlet);
    return theirs.map((outlet) => ({ outlet, known: this.#listFor(own) }));
  }

  #listFor(own: FeedId | undefined): FeedId[] {
    const list = this.#attendants.snapshot();
    return own === undefined ? list : [own, ...list.filter((id) => id !== own)];
  }

  #add(outlet: Reader, own: FeedId | undefined): void {
    this.#readers.set(outlet, own);
    outlet.whenEnded(() => this.#readers.delete(outlet));
  }

  #pushAll(id: FeedId, event: AttendantsEvent): void {
    const encoded = new Encoded<AttendantsEvent>(event);
    for (const [outlet, own] of this.#readers) if (own !== id) outlet.push(encoded);
  }
}
