import type { Clock } from '@open-rooms/protocol';
import type { Challenge, Outcome } from './challenges.ts';
import { SignInRefused } from './sign-in-refused.ts';

/** A browser hears this often that it is still waited: what is silent is cut by what is in between. */
const WAITING_MS = 3_000;
/** Pages of one sign-in that listen: a page that was loaded again, and the one before. */
const MAX_LISTENERS_PER_SIGN_IN = 4;
/** Pages that listen in all, each of which holds a connection. */
const MAX_LISTENERS = 2_000;

/** What a page is told while it waits for an app. */
export type SignInEvent = { readonly event: 'ping' | 'success' | 'failed'; readonly data: string };

/** Tells pages what becomes of the sign-ins that they began. */
export class SignInEvents {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #listeners = new Map<string, Set<(outcome: Outcome) => void>>();
  #count = 0;

  constructor(clock: Pick<Clock, 'now' | 'after'>) {
    this.#clock = clock;
  }

  /**
   * Tells what becomes of a sign-in, and meanwhile that it is waited, until that is told or what is answered is
   * disposed.
   * @param ended called once, after the last event
   * @throws SignInRefused `busy`
   */
  follow(challenge: Challenge, tell: (event: SignInEvent) => void, ended: () => void): Disposable {
    const listeners = this.#listeners.get(challenge.sc) ?? new Set();
    if (listeners.size >= MAX_LISTENERS_PER_SIGN_IN || this.#count >= MAX_LISTENERS) throw tooMany();
    const began = this.#clock.now();
    let timer: Disposable | undefined;
    const stop = () => {
      timer?.[Symbol.dispose]();
      this.#leave(challenge.sc, finish);
    };
    const finish = ({ event, data }: Pick<Outcome, 'event' | 'data'>) => {
      stop();
      tell({ event, data });
      ended();
    };
    const wait = () => {
      const now = this.#clock.now();
      if (now >= challenge.endsAt) return finish({ event: 'failed', data: 'no app has answered in time' });
      tell({
        event: 'ping',
        data: `Waiting for solution (session age: ${Math.round((now - began) / 1000)}s)`,
      });
      timer = this.#clock.after(Math.min(WAITING_MS, challenge.endsAt - now), wait);
    };
    this.#enter(challenge.sc, listeners, finish);
    if (challenge.outcome === undefined) wait();
    else finish(challenge.outcome);
    return { [Symbol.dispose]: stop };
  }

  /** Something became of a sign-in. */
  settled(sc: string, outcome: Outcome): void {
    for (const finish of [...(this.#listeners.get(sc) ?? [])]) finish(outcome);
  }

  #enter(sc: string, listeners: Set<(outcome: Outcome) => void>, finish: (outcome: Outcome) => void): void {
    this.#listeners.set(sc, listeners);
    listeners.add(finish);
    this.#count++;
  }

  #leave(sc: string, finish: (outcome: Outcome) => void): void {
    const listeners = this.#listeners.get(sc);
    if (!listeners?.delete(finish)) return;
    this.#count--;
    if (listeners.size === 0) this.#listeners.delete(sc);
  }
}

function tooMany(): SignInRefused {
  return new SignInRefused(
    'busy',
    'Too many pages wait for this sign-in, or for others of this room: close some, or confirm and then refresh.',
  );
}
