import {
  type Clock,
  type CryptoBackend,
  type Feeder,
  type FeedId,
  type GivenPlace,
  TokenBucket,
  verifyTicket,
} from '@open-rooms/protocol';
import type { SharedHere } from '../shared-here.ts';

/**
 * Places that a viewer goes to, one after the other, and those at once: each may be a link to somebody new. A sharer that
 * says more cannot have its viewers run at somebody.
 */
export const PLACES_PER_SECOND = 2;
export const PLACES_AT_ONCE = 10;

export interface GivenPlacesParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  /** This person. */
  readonly own: FeedId;
  readonly share: Pick<SharedHere, 'id' | 'by'>;
  readonly onPlace: (place: GivenPlace) => void;
}

/** The places that the sharer gives, no faster than a viewer goes to them: the latest counts. */
export class GivenPlaces {
  readonly #parts: GivenPlacesParts;
  readonly #pace = new TokenBucket(PLACES_PER_SECOND, PLACES_AT_ONCE);
  #latest: GivenPlace | undefined;
  #timer: Disposable | undefined;

  constructor(parts: GivenPlacesParts) {
    this.#parts = parts;
  }

  /** Takes what the sharer says. A lower number than one before came late. */
  take(place: GivenPlace): void {
    if (this.#latest !== undefined && place.number <= this.#latest.number) return;
    this.#latest = place;
    this.#timer ??= this.#goOrWait();
  }

  close(): void {
    this.#timer?.[Symbol.dispose]();
  }

  #goOrWait(): Disposable | undefined {
    const { clock } = this.#parts;
    const waits = this.#pace.delay(clock.now());
    if (waits === 0) return this.#go();
    return clock.after(waits, () => {
      this.#timer = this.#goOrWait();
    });
  }

  #go(): undefined {
    const place = this.#latest;
    if (place === undefined) return;
    this.#pace.take(this.#parts.clock.now());
    this.#parts.onPlace({
      number: place.number,
      parent: this.#honest(place.parent),
      backup: this.#honest(place.backup),
    });
  }

  /** Nobody feeds themselves, and whom the ticket is not for would say no. */
  #honest(feeder: Feeder | undefined): Feeder | undefined {
    const { crypto, own, share } = this.#parts;
    if (feeder === undefined || feeder.id === own) return undefined;
    const expected = { share: share.id, sharer: share.by, parent: feeder.id, child: own };
    return verifyTicket(crypto, expected, feeder.ticket) && feeder;
  }
}
