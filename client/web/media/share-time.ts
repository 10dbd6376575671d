/** Of so much of the past the arrival that was the least late counts: microseconds. */
const WINDOW = 2_000_000;

/** Until then it is found out how late arrivals are; from then on time bends slowly. */
const SETTLED = 1_000_000;

/** Microseconds that it bends by in each second: less than anybody hears. */
const BEND = 1_000;

/** What has slipped so far is put right at once: a device stood still, or the machine did. */
const SLIPPED = 30_000;

/**
 * Turns the time of a track into the time of its share, which is one for picture and sound: each browser counts the two
 * from another moment, and by clocks that drift apart. Whatever came with the least delay says where the track is.
 *
 * Everything in microseconds; `now` is the share's time.
 */
export class ShareTime {
  #offset: number | undefined;
  #since = 0;
  #bentAt = 0;
  /** The least delays of this window and the one before. */
  #least = Number.POSITIVE_INFINITY;
  #before = Number.POSITIVE_INFINITY;
  #windowAt = 0;

  /** Something of that time has arrived. */
  arrived(timestamp: number, now: number): void {
    const offset = now - timestamp;
    if (this.#offset === undefined) {
      this.#offset = offset;
      this.#since = now;
      this.#windowAt = now;
      this.#bentAt = now;
    }
    if (now - this.#windowAt > WINDOW) {
      this.#before = this.#least;
      this.#least = Number.POSITIVE_INFINITY;
      this.#windowAt = now;
    }
    this.#least = Math.min(this.#least, offset);
    this.#follow(now);
  }

  /** The share's time of it. */
  of(timestamp: number): number {
    return Math.round(timestamp + (this.#offset ?? 0));
  }

  #follow(now: number): void {
    const wanted = Math.min(this.#least, this.#before) - (this.#offset ?? 0);
    const isFar = now - this.#since < SETTLED || Math.abs(wanted) > SLIPPED;
    const most = isFar ? Number.POSITIVE_INFINITY : ((now - this.#bentAt) / 1e6) * BEND;
    this.#offset = (this.#offset ?? 0) + Math.sign(wanted) * Math.min(Math.abs(wanted), most);
    this.#bentAt = now;
  }
}
