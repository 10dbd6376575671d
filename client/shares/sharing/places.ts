import {
  type Clock,
  type CryptoBackend,
  type FeedId,
  type LostWhy,
  type Place,
  type ShareId,
  type SharerMessage,
  signTicket,
  TreePlan,
} from '@open-rooms/protocol';

export interface PlacesParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'sign'>;
  /** 64 bytes. */
  readonly secretKey: Uint8Array;
  readonly own: FeedId;
  readonly share: ShareId;
  /** Viewers that are fed by the sharer itself, at first. */
  readonly capacity: number;
  readonly send: (viewer: FeedId, message: SharerMessage) => void;
  /** The plan has come to this number. */
  readonly onNumber: (number: number) => void;
}

/** Who feeds whom in a share, as the plan says it (spec/share-tree.md): each change is told to whom it concerns. */
export class Places {
  readonly #parts: PlacesParts;
  readonly #plan: TreePlan;

  constructor(parts: PlacesParts) {
    this.#parts = parts;
    this.#plan = new TreePlan({ sharer: parts.own, capacity: parts.capacity });
  }

  /** Whom the sharer itself feeds. */
  get fedHere(): ReadonlySet<FeedId> {
    return new Set(this.#plan.childrenOf(this.#parts.own));
  }

  /** Who is to feed somebody. */
  parentOf(viewer: FeedId): FeedId | undefined {
    return this.#plan.placeOf(viewer)?.parent;
  }

  /** Somebody has come. */
  join(viewer: FeedId, capacity: number): void {
    this.#tell(this.#plan.join(viewer, { capacity }));
  }

  /** Somebody has come back, and may have missed where its place is. */
  again(viewer: FeedId, capacity: number): void {
    this.setCapacity(viewer, capacity);
    const place = this.#plan.placeOf(viewer);
    if (place !== undefined) this.#tell([place]);
  }

  leave(viewer: FeedId): void {
    this.#tell(this.#plan.leave(viewer));
  }

  /** How many somebody may feed now, the sharer too. */
  setCapacity(who: FeedId, children: number): void {
    this.#tell(this.#plan.capacity(who, children));
  }

  /** Somebody could not be fed by its parent any more. */
  lost(viewer: FeedId, parent: FeedId, why: LostWhy): void {
    this.#tell(this.#plan.lost(viewer, parent, why));
  }

  /** Somebody says who feeds it. */
  fedBy(viewer: FeedId, parent: FeedId): void {
    this.#tell(this.#plan.fedBy(viewer, parent));
  }

  /** Somebody says something: they are there. */
  heard(viewer: FeedId): void {
    this.#plan.heard(viewer, this.#parts.clock.now());
  }

  /** Brings somebody nearer, where all has been calm: to be called once a second. */
  improve(): void {
    this.#tell(this.#plan.improve());
  }

  #tell(changes: readonly Place[]): void {
    for (const place of changes) {
      this.#parts.onNumber(place.number);
      this.#parts.send(place.viewer, this.#messageOf(place));
    }
  }

  #messageOf({ viewer, parent, backup, number }: Place): SharerMessage {
    return {
      type: 'place',
      number,
      ...(parent === undefined ? {} : { parent: this.#feeder(parent, viewer, number) }),
      ...(backup === undefined ? {} : { backup: this.#feeder(backup, viewer, number) }),
    };
  }

  #feeder(id: FeedId, child: FeedId, number: number) {
    const { crypto, secretKey, share, own } = this.#parts;
    return { id, ticket: signTicket(crypto, secretKey, { share, sharer: own, parent: id, child, number }) };
  }
}
