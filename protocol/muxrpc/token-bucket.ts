/** A rate with a burst: tokens come at an even pace up to a maximum, and taking may run into debt. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #at = 0;

  /** `perSecond` tokens come each second; at most `burst` are kept. */
  constructor(perSecond: number, burst: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes tokens at time `now`, in milliseconds. */
  take(now: number, tokens = 1): void {
    this.#refill(now);
    this.#tokens -= tokens;
  }

  /** Milliseconds from `now` until no token is owed. */
  delay(now: number): number {
    if (this.#tokens >= 0) return 0;
    this.#refill(now);
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens / this.#perMs);
  }

  #refill(now: number): void {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
