import { type FeedId, TokenBucket } from '@open-rooms/protocol';
import {
  MAX_STRANGER_TUNNELS,
  MAX_TUNNELS_PER_STRANGER,
  STRANGERS_AT_ONCE,
  STRANGERS_PER_SECOND,
} from './peer-limits.ts';

/** How many tunnels strangers have open, and how fast they open them: a handshake costs half a millisecond. */
export class StrangerCount {
  readonly #arrivals = new TokenBucket(STRANGERS_PER_SECOND, STRANGERS_AT_ONCE);
  readonly #now: () => number;
  readonly #perStranger = new Map<FeedId, number>();
  #all = 0;

  /** `now` is a clock's, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one tunnel of a stranger until disposed, or says why there may be no more. */
  enter(id: FeedId): Disposable | string {
    const open = this.#perStranger.get(id) ?? 0;
    if (open >= MAX_TUNNELS_PER_STRANGER)
      return `too-many: you have ${open} tunnels open to somebody who does not follow you`;
    if (this.#all >= MAX_STRANGER_TUNNELS)
      return 'too-many: more strangers than they let in at once are there';
    if (this.#arrivals.delay(this.#now()) > 0) return 'too-many: strangers come faster than they are let in';
    this.#arrivals.take(this.#now());
    this.#perStranger.set(id, open + 1);
    this.#all++;
    let counted = true;
    return {
      [Symbol.dispose]: () => {
        if (!counted) return;
        counted = false;
        this.#all--;
        const left = (this.#perStranger.get(id) ?? 1) - 1;
        if (left > 0) this.#perStranger.set(id, left);
        else this.#perStranger.delete(id);
      },
    };
  }
}
