import { type Clock, type CryptoBackend, type FeedId, newChallenge, toBase64Url } from '@open-rooms/protocol';

/** From the page to the app's answer: time to find the phone, and to open the app on it. The reference server's. */
export const CHALLENGE_MS = 10 * 60_000;
/** From the app's answer to the browser that takes it: it may have been put aside meanwhile. */
export const FINISH_MS = 3 * 60_000;
/** Sign-ins that one address has begun and not ended; a further one ends its oldest. Many share an address. */
const MAX_CHALLENGES_PER_CALLER = 100;
/** Sign-ins that are under way in all, about 5 MB; a further one ends the oldest of the place that has begun the most. */
const MAX_CHALLENGES = 10_000;
/** 256 bits, which nobody guesses in the minutes that they are good for. */
const FINISH_TOKEN_BYTES = 32;

/** What becomes of a sign-in; `success` comes with the token by which the browser takes it. */
export type Outcome =
  | { readonly event: 'success'; readonly data: string; readonly id: FeedId }
  | { readonly event: 'failed'; readonly data: string };

/** A sign-in that a browser began. */
export interface Challenge {
  readonly sc: string;
  /** The browser that began it, by the hash of its cookie: no other one takes it. */
  readonly browser: string;
  readonly caller: string;
  /** On the clock. */
  readonly endsAt: number;
  readonly outcome: Outcome | undefined;
}

export interface ChallengeParts {
  readonly crypto: Pick<CryptoBackend, 'randomBytes'>;
  readonly clock: Pick<Clock, 'now'>;
  /** What counts as one place of an address. */
  readonly siteOf: (address: string) => string;
}

/** The sign-ins under way that browsers began: each is answered once, taken once, and forgotten after minutes. */
export class Challenges {
  readonly #parts: ChallengeParts;
  /** The oldest first. */
  readonly #bySc = new Map<string, Challenge>();
  readonly #scByToken = new Map<string, string>();

  constructor(parts: ChallengeParts) {
    this.#parts = parts;
  }

  /**
   * @param browser the hash of the browser's cookie
   * @param caller the address that it comes from
   */
  begin(browser: string, caller: string): Challenge {
    this.#forgetOld();
    const own = [...this.#bySc.values()].filter((each) => each.caller === caller);
    for (const oldest of own.slice(0, Math.max(0, own.length - MAX_CHALLENGES_PER_CALLER + 1)))
      this.#forget(oldest);
    if (this.#bySc.size >= MAX_CHALLENGES) this.#makeRoom();
    const { crypto, clock } = this.#parts;
    const endsAt = clock.now() + CHALLENGE_MS;
    const challenge = { sc: newChallenge(crypto), browser, caller, endsAt, outcome: undefined };
    this.#bySc.set(challenge.sc, challenge);
    return challenge;
  }

  /** `undefined` where there is none, or it is over. */
  get(sc: string): Challenge | undefined {
    const challenge = this.#bySc.get(sc);
    return challenge !== undefined && challenge.endsAt > this.#parts.clock.now() ? challenge : undefined;
  }

  /** The app of `id` has answered well: the browser may take it now, by the token of the outcome. */
  solve(challenge: Challenge, id: FeedId): Outcome {
    const { crypto, clock } = this.#parts;
    const data = toBase64Url(crypto.randomBytes(FINISH_TOKEN_BYTES));
    const outcome = { event: 'success', data, id } as const;
    const endsAt = Math.min(challenge.endsAt, clock.now() + FINISH_MS);
    this.#bySc.set(challenge.sc, { ...challenge, endsAt, outcome });
    this.#scByToken.set(data, challenge.sc);
    return outcome;
  }

  /** The answer was none: the browser begins anew. */
  fail(challenge: Challenge, why: string): Outcome {
    const outcome = { event: 'failed', data: why } as const;
    this.#bySc.set(challenge.sc, { ...challenge, outcome });
    return outcome;
  }

  /** Who signed in by this token, in this browser. Once: `undefined` from then on, and for every other browser. */
  take(token: string, browser: string): FeedId | undefined {
    const challenge = this.get(this.#scByToken.get(token) ?? '');
    if (challenge?.outcome?.event !== 'success' || challenge.browser !== browser) return undefined;
    this.#forget(challenge);
    return challenge.outcome.id;
  }

  /** Forgets what somebody has answered and no browser has taken. */
  withdraw(id: FeedId): void {
    for (const challenge of [...this.#bySc.values()]) {
      if (challenge.outcome?.event === 'success' && challenge.outcome.id === id) this.#forget(challenge);
    }
  }

  /** Whoever fills it up does so at their own cost, and not at that of newcomers. */
  #makeRoom(): void {
    const bySite = Map.groupBy(this.#bySc.values(), ({ caller }) => this.#parts.siteOf(caller));
    let most: readonly Challenge[] = [];
    for (const challenges of bySite.values()) if (challenges.length > most.length) most = challenges;
    if (most[0] !== undefined) this.#forget(most[0]);
  }

  #forgetOld(): void {
    for (const challenge of this.#bySc.values()) {
      if (this.get(challenge.sc) === undefined) this.#forget(challenge);
    }
  }

  #forget({ sc, outcome }: Challenge): void {
    this.#bySc.delete(sc);
    if (outcome?.event === 'success') this.#scByToken.delete(outcome.data);
  }
}
