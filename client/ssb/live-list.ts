import type { Source } from './stock-packages.ts';

/**
 * A list that is read live, as pull-streams are: each reader gets it at once and again after every change. A slow
 * reader gets the newest and misses what was between.
 */
export class LiveList<T> {
  readonly #list: () => readonly T[];
  readonly #readers = new Set<Reader<T>>();

  /** `list` answers what is on it now. */
  constructor(list: () => readonly T[]) {
    this.#list = list;
  }

  source(): Source<readonly T[]> {
    const reader = new Reader<T>(this.#list, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    return reader.source;
  }

  changed(): void {
    for (const reader of [...this.#readers]) reader.changed();
  }

  /** Ends all readers. */
  close(): void {
    for (const reader of [...this.#readers]) reader.end();
  }
}

type Answer<T> = (end: unknown, value?: readonly T[]) => void;

class Reader<T> {
  readonly #list: () => readonly T[];
  readonly #onEnd: () => void;
  #fresh = true;
  #ended = false;
  #waiting: Answer<T> | undefined;

  constructor(list: () => readonly T[], onEnd: () => void) {
    this.#list = list;
    this.#onEnd = onEnd;
  }

  readonly source: Source<readonly T[]> = (abort, answer) => {
    if (abort) {
      this.end();
      answer(abort);
    } else if (this.#ended) answer(true);
    else {
      this.#waiting = answer;
      this.#give();
    }
  };

  changed(): void {
    this.#fresh = true;
    this.#give();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    this.#take()?.(true);
  }

  #give(): void {
    if (!this.#fresh || this.#waiting === undefined) return;
    this.#fresh = false;
    this.#take()?.(null, this.#list());
  }

  #take(): Answer<T> | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
