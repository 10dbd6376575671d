import { type Clock, TokenBucket } from '@open-rooms/protocol';
import { networkOf } from './ip-address.ts';

/** Addresses whose pace is remembered; beyond it the one seen longest ago is forgotten. */
const MAX_PACES = 10_000;

/** How often each address does something that has a rate. */
export class Paces {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #clock: Clock;
  readonly #whoIs: (remoteAddress: string) => string;
  readonly #buckets = new Map<string, TokenBucket>();

  /** Each address may `perSecond` times, and `burst` times at once; `whoIs` says which addresses are one. */
  constructor(perSecond: number, burst: number, clock: Clock, whoIs = networkOf) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#clock = clock;
    this.#whoIs = whoIs;
  }

  /** Whether this address may once more; counted where it may. */
  allows(remoteAddress: string): boolean {
    const bucket = this.#bucketOf(this.#whoIs(remoteAddress));
    const now = this.#clock.now();
    if (bucket.delay(now) > 0) return false;
    bucket.take(now);
    return true;
  }

  #bucketOf(address: string): TokenBucket {
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#perSecond, this.#burst);
    this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > MAX_PACES && !oldest.done) this.#buckets.delete(oldest.value);
    return bucket;
  }
}
