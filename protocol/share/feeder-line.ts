import type { FeedId } from '../identity/feed-id.ts';
import type { Position } from './group-cache.ts';
import type { SignedTicket } from './ticket.ts';

/** How a feeder is reached: over a direct connection, be it by a relay, or through the room, which carries less. */
export type FeedWay = 'direct' | 'room';

/** Somebody who may feed us, and the sharer's word for it. */
export interface Feeder {
  readonly id: FeedId;
  readonly ticket: SignedTicket;
}

/** What is known of a carrier. */
type WayState = 'none' | 'opening' | 'open';

/** What a viewer knows of one who feeds it, or is to. */
export class FeederLine {
  readonly feeder: Feeder;
  /** When it was tried first. */
  readonly triedAt: number;
  /** Whether a link to it may be expected, for it has been our backup for a while. */
  readonly isWarm: boolean;
  /** When it was asked to feed us, or showed last that it is there. */
  lifeAt: number;
  /** When a carrier was there first. */
  openedAt: number | undefined;
  /** When its last chunk came, be it one that was known. */
  heardAt: number | undefined;
  /** When it first brought something that nobody else had brought. */
  aheadAt: number | undefined;
  /** And what that was. */
  aheadWith: Position | undefined;
  /** When the direct way, which has failed, is tried again. */
  directAgainAt: number | undefined;
  readonly #ways: Record<FeedWay, WayState> = { direct: 'none', room: 'none' };
  #isRoomTried = false;

  constructor(feeder: Feeder, triedAt: number, isWarm: boolean) {
    this.feeder = feeder;
    this.triedAt = triedAt;
    this.lifeAt = triedAt;
    this.isWarm = isWarm;
  }

  get id(): FeedId {
    return this.feeder.id;
  }

  get isOpen(): boolean {
    return this.#ways.direct === 'open' || this.#ways.room === 'open';
  }

  /** Carriers that are there, or are being opened. */
  get ways(): readonly FeedWay[] {
    return (['direct', 'room'] as const).filter((way) => this.#ways[way] !== 'none');
  }

  /** Whether the room's way has not been tried yet. */
  get mayTryRoom(): boolean {
    return !this.#isRoomTried;
  }

  stateOf(way: FeedWay): WayState {
    return this.#ways[way];
  }

  opening(way: FeedWay): void {
    this.#ways[way] = 'opening';
    if (way === 'room') this.#isRoomTried = true;
    else this.directAgainAt = undefined;
  }

  opened(way: FeedWay, now: number): void {
    this.#ways[way] = 'open';
    this.openedAt ??= now;
    this.lifeAt = now;
  }

  heard(now: number): void {
    this.heardAt = now;
    this.lifeAt = now;
  }

  over(way: FeedWay): void {
    this.#ways[way] = 'none';
  }
}
