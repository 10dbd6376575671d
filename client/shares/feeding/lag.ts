import type { Clock } from '@open-rooms/protocol';
import { every } from '../every.ts';
import { SHARE_LOOK_MS } from '../share-limits.ts';

/** Looks in a row that have to be late: a program that is late once had something else to do. */
const LATE_LOOKS = 4;

/** How late timers of this program are, looked at while somebody wants to know: whoever has no time feeds nobody. */
export class Lag {
  readonly #clock: Clock;
  #users = 0;
  #timer: Disposable | undefined;
  /** Of the last looks, the newest last. */
  #late: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds by which each of the last ones was late at least. */
  get ms(): number {
    return this.#late.length < LATE_LOOKS ? 0 : Math.min(...this.#late);
  }

  /** Looks from now on, until disposed. */
  look(): Disposable {
    if (this.#users++ === 0)
      this.#timer = every(this.#clock, SHARE_LOOK_MS, (lateMs) => {
        this.#late = [...this.#late.slice(1 - LATE_LOOKS), lateMs];
      });
    let isLooking = true;
    return {
      [Symbol.dispose]: () => {
        if (!isLooking) return;
        isLooking = false;
        if (--this.#users > 0) return;
        this.#timer?.[Symbol.dispose]();
        this.#late = [];
      },
    };
  }
}
