/** Wrong claim codes one caller may try: enough for typing errors, nothing for guessing. */
export const WRONG_CODES_PER_MINUTE = 10;
const MINUTE_MS = 60_000;
/** Callers remembered at once; beyond it the one seen first is forgotten, so that memory stays bounded. */
const CALLERS_MAX = 1024;

/** Counts wrong claim codes by caller, minute by minute. */
export class ClaimAttempts {
  readonly #now: () => number;
  readonly #wrong = new Map<string, { since: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether this caller may try a code now. */
  mayTry(caller: string): boolean {
    return (this.#current(caller)?.count ?? 0) < WRONG_CODES_PER_MINUTE;
  }

  /** Notes a wrong code. */
  wrong(caller: string): void {
    const current = this.#current(caller);
    if (current) {
      current.count += 1;
      return;
    }
    this.#wrong.delete(caller);
    this.#wrong.set(caller, { since: this.#now(), count: 1 });
    const [first] = this.#wrong.keys();
    if (this.#wrong.size > CALLERS_MAX && first !== undefined) this.#wrong.delete(first);
  }

  #current(caller: string): { since: number; count: number } | undefined {
    const entry = this.#wrong.get(caller);
    return entry && this.#now() - entry.since < MINUTE_MS ? entry : undefined;
  }
}
