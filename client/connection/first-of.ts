import type { Clock } from '@open-rooms/protocol';

/** One way of several. */
export type Attempt<T> = (signal: AbortSignal) => Promise<T>;

/** None of several ways worked: the error of each, in their order. */
export class AllFailed extends Error {
  readonly errors: readonly unknown[];

  constructor(errors: readonly unknown[]) {
    super(errors.map((error) => (error instanceof Error ? error.message : String(error))).join(' '));
    this.name = 'AllFailed';
    this.errors = errors;
  }
}

export interface FirstOfOptions<T> {
  readonly clock: Clock;
  /** The next way is tried when the ones before have failed, or this long after the last was begun. */
  readonly staggerMs: number;
  readonly signal: AbortSignal;
  /** Given what came of a way that worked after another had. */
  readonly discard?: (value: T) => void;
}

/**
 * The first of several ways that works; the others are aborted. The order is a preference, not a queue: a way that
 * hangs costs a stagger, not its own patience (as RFC 8305 has it for addresses).
 * @throws AllFailed; the signal's reason where it is aborted
 */
export async function firstOf<T>(attempts: readonly Attempt<T>[], options: FirstOfOptions<T>): Promise<T> {
  options.signal.throwIfAborted();
  const race = new Race<T>(attempts, options);
  const onAbort = () => race.giveUp(options.signal.reason);
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await race.won;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
  }
}

class Race<T> {
  readonly won: Promise<T>;
  readonly #attempts: readonly Attempt<T>[];
  readonly #options: FirstOfOptions<T>;
  readonly #end = Promise.withResolvers<T>();
  readonly #stop = new AbortController();
  readonly #errors: unknown[] = [];
  #begun = 0;
  #failed = 0;
  #timer: Disposable | undefined;

  constructor(attempts: readonly Attempt<T>[], options: FirstOfOptions<T>) {
    this.#attempts = attempts;
    this.#options = options;
    this.won = this.#end.promise;
    this.#beginNext();
  }

  giveUp(reason: unknown): void {
    this.#over();
    this.#end.reject(reason);
  }

  #beginNext(): void {
    this.#timer?.[Symbol.dispose]();
    const at = this.#begun;
    const attempt = this.#attempts[at];
    if (attempt === undefined) {
      if (this.#failed === this.#attempts.length) this.giveUp(new AllFailed(this.#errors));
      return;
    }
    this.#begun++;
    this.#timer = this.#options.clock.after(this.#options.staggerMs, () => this.#beginNext());
    attempt(this.#stop.signal).then(
      (value) => {
        if (this.#stop.signal.aborted) return this.#options.discard?.(value);
        this.#over();
        this.#end.resolve(value);
      },
      (error: unknown) => {
        this.#errors[at] = error;
        this.#failed++;
        if (!this.#stop.signal.aborted) this.#beginNext();
      },
    );
  }

  #over(): void {
    this.#timer?.[Symbol.dispose]();
    this.#stop.abort(new Error('another way was faster'));
  }
}
