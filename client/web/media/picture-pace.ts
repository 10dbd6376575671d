/** Decoders lend a handful of pictures; what they wait for is that these are given back. */
const MOST_WAITING = 8;

/** A picture this much before its sound does not wait for it: whatever is heard is of another time. Microseconds. */
const TOO_EARLY = 450_000;

/** What is drawn is seen a turn or two of the screen later, so it is drawn so much before its sound is heard. */
const SOON = 25_000;

/** What to do with pictures now. */
export interface Turn<P> {
  readonly show: P | undefined;
  /** To be closed: something newer is shown. */
  readonly drop: readonly P[];
  /** When to ask again, in milliseconds. */
  readonly waitMs: number | undefined;
}

/** Decoded pictures that wait for their sound; without sound none waits. They come in order. */
export class PicturePace<P extends { readonly timestamp: number }> {
  #waiting: P[] = [];

  add(picture: P): void {
    this.#waiting.push(picture);
  }

  /** @param heard the share's time that is heard now */
  turn(heard: number | undefined): Turn<P> {
    const isLong = Math.max(0, this.#waiting.length - MOST_WAITING);
    const isDue = ({ timestamp }: P, place: number) =>
      heard === undefined || place < isLong || timestamp <= heard + SOON || timestamp > heard + TOO_EARLY;
    const count = this.#waiting.findLastIndex(isDue) + 1;
    const due = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    const [next] = this.#waiting;
    const waitMs = next && heard !== undefined ? (next.timestamp - heard) / 1000 : undefined;
    return { show: due.at(-1), drop: due.slice(0, -1), waitMs };
  }

  /** What waits no more. */
  clear(): readonly P[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
