import type { Clock } from '../clock/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  /** How many timers wait: what is over should have left none. */
  get waiting(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Disposable {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return { [Symbol.dispose]: () => this.#forget(timer) };
  }

  /** Lets `ms` milliseconds pass, running what falls due at its time and in its order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let due = this.#nextDue(until); due !== undefined; due = this.#nextDue(until)) {
      this.#forget(due);
      this.#now = due.at;
      due.run();
    }
    this.#now = until;
  }

  /** The machine was asleep for `ms` milliseconds: nothing ran meanwhile, and what fell due runs once, now. */
  jump(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    for (const timer of due) {
      if (!this.#timers.includes(timer)) continue;
      this.#forget(timer);
      timer.run();
    }
  }

  #nextDue(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }

  #forget(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }
}
