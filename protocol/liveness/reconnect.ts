/** What is known of a connection that shall be kept. */
export type ReconnectState = 'dialling' | 'open' | 'waiting' | 'refused' | 'stopped';

/** What happens to it. */
export type ReconnectEvent =
  /** The connection is there. */
  | 'opened'
  /** It could not be made. */
  | 'failed'
  /** It was there, and is gone. */
  | 'lost'
  /** The wait is over. */
  | 'due'
  /** There is reason to believe that trying helps now: the network came back, somebody asked. */
  | 'nudged'
  /** Somebody wants it now, by hand. */
  | 'asked'
  /** The other side has said that it wants no connection: none is made before somebody asks for it. */
  | 'refused'
  /** Nobody wants it any more, or it can never be. */
  | 'stopped';

/** What is to be done. */
export type ReconnectAction =
  | { readonly kind: 'dial' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Closes what is open, forgets what is under way. */
  | { readonly kind: 'hang-up' };

/** The longest first wait: all peers of a room that restarted come back spread over it. */
export const FIRST_WAIT_MS = 2_000;

/** The longest wait: a room that was away for a night is found within a minute. */
export const LONGEST_WAIT_MS = 60_000;

/** A connection that lived shorter than this did not work: the next wait is longer, not the first again. */
export const STABLE_MS = 30_000;

type Step = readonly [next: ReconnectState, does: 'dial' | 'wait' | 'hang-up' | 'nothing'];

/** Every state and what may happen in it; what does not stand here changes nothing. */
const TABLE: Readonly<Record<ReconnectState, Partial<Record<ReconnectEvent, Step>>>> = {
  dialling: {
    opened: ['open', 'nothing'],
    failed: ['waiting', 'wait'],
    refused: ['refused', 'hang-up'],
    stopped: ['stopped', 'hang-up'],
  },
  open: {
    lost: ['waiting', 'wait'],
    refused: ['refused', 'hang-up'],
    stopped: ['stopped', 'hang-up'],
  },
  waiting: {
    due: ['dialling', 'dial'],
    nudged: ['dialling', 'dial'],
    asked: ['dialling', 'dial'],
    refused: ['refused', 'hang-up'],
    stopped: ['stopped', 'hang-up'],
  },
  refused: {
    asked: ['dialling', 'dial'],
    stopped: ['stopped', 'hang-up'],
  },
  stopped: {},
};

/**
 * When to dial again. It has no clock and no random source: both come with each event, so that a night asleep, a
 * date that jumps and a thousand peers at once can be told to it in a test.
 */
export class Reconnect {
  #state: ReconnectState = 'dialling';
  /** Failures since the connection last proved to work. */
  #failures = 0;
  #openedAt = 0;
  readonly #random: () => number;

  /** Begins in state `dialling`. `random` gives numbers from 0 to below 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  get state(): ReconnectState {
    return this.#state;
  }

  /** Takes an event at time `now` (milliseconds of a clock that does not run backwards). */
  on(event: ReconnectEvent, now: number): ReconnectAction | undefined {
    const step = TABLE[this.#state][event];
    if (step === undefined) return undefined;
    const [next, does] = step;
    this.#state = next;
    if (event === 'opened') this.#openedAt = now;
    if (does === 'wait') return { kind: 'wait', ms: this.#wait(event, now) };
    return does === 'nothing' ? undefined : { kind: does };
  }

  /** Twice as long each time, and anywhere in its second half: who failed together does not come back together. */
  #wait(event: ReconnectEvent, now: number): number {
    const worked = event === 'lost' && now - this.#openedAt >= STABLE_MS;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (worked ? 0 : this.#failures));
    this.#failures = worked ? 1 : this.#failures + 1;
    return Math.round(longest * (this.#failures === 1 ? this.#random() : (1 + this.#random()) / 2));
  }
}
