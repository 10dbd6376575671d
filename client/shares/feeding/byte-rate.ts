/** Over how long bytes are counted. */
const SECOND = 1_000;

/** Counts what was sent in the last second. */
export class ByteRate {
  readonly #sent: { readonly at: number; readonly bytes: number }[] = [];
  #sum = 0;

  add(bytes: number, now: number): void {
    this.#forget(now);
    this.#sent.push({ at: now, bytes });
    this.#sum += bytes;
  }

  perSecond(now: number): number {
    this.#forget(now);
    return this.#sum;
  }

  #forget(now: number): void {
    while (this.#sent[0] !== undefined && now - this.#sent[0].at > SECOND)
      this.#sum -= this.#sent.shift()?.bytes ?? 0;
  }
}
