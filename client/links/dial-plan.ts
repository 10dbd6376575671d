import type { Clock } from '@open-rooms/protocol';
import { DIAL_PAUSES_MS, DIALS_AT_ONCE, LONGEST_DIAL_PAUSE_MS, SECOND_DIALLER_MS } from './link-limits.ts';

export interface DialPlanParts {
  readonly clock: Clock;
  /** Whether it is this side that dials first: of two the one whose id comes first. */
  readonly isFirst: boolean;
  /** Whether a direct connection is missing, and can be dialled. */
  readonly isWanted: () => boolean;
  /** Dials once. Rejects where nothing came of it. */
  readonly dial: () => Promise<void>;
}

/** When a direct connection is dialled: a few times at once, then after ever longer pauses. */
export class DialPlan {
  readonly #parts: DialPlanParts;
  #failures = 0;
  #isDialling = false;
  #isClosed = false;
  #timer: Disposable | undefined;

  constructor(parts: DialPlanParts) {
    this.#parts = parts;
  }

  /** Something has changed: plans a dial where one is wanted and none is planned. */
  consider(): void {
    if (this.#isClosed || this.#isDialling) return;
    if (!this.#parts.isWanted()) {
      this.#timer?.[Symbol.dispose]();
      this.#timer = undefined;
    } else this.#timer ??= this.#parts.clock.after(this.#pause(), () => this.#due());
  }

  /** The network is another, or the far end is: what failed before says nothing. */
  urge(): void {
    this.#failures = 0;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.consider();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.[Symbol.dispose]();
  }

  #pause(): number {
    if (this.#failures === 0) return this.#parts.isFirst ? 0 : SECOND_DIALLER_MS;
    const after = this.#failures - DIALS_AT_ONCE;
    if (after < 0) return 0;
    const longest = DIAL_PAUSES_MS.at(-1) ?? 0;
    const doubled = longest * 2 ** (after - DIAL_PAUSES_MS.length + 1);
    return DIAL_PAUSES_MS[after] ?? Math.min(LONGEST_DIAL_PAUSE_MS, doubled);
  }

  #due(): void {
    this.#timer = undefined;
    if (this.#isClosed || !this.#parts.isWanted()) return;
    this.#isDialling = true;
    const ended = (failures: number) => {
      this.#isDialling = false;
      this.#failures = failures;
      this.consider();
    };
    this.#parts.dial().then(
      () => ended(0),
      () => ended(this.#failures + 1),
    );
  }
}
