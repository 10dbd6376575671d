import type { Chunk } from './chunk.ts';
import { AUDIO_REORDER_MS } from './limits.ts';
import { excessOf, type Waiting } from './reordered.ts';

/** Sound in its order; what comes too late is left out. See {@link Decodable}. */
export class AudioOrder {
  #last: Chunk | undefined;
  /** In order. */
  #waiting: readonly Waiting[] = [];

  get deadline(): number | undefined {
    if (this.#waiting.length === 0) return undefined;
    return Math.min(...this.#waiting.map(({ since }) => since)) + AUDIO_REORDER_MS;
  }

  take(chunk: Chunk, now: number, isOrdered: boolean): readonly Chunk[] {
    const inTime = this.tick(now);
    if (this.#isLate(chunk)) return inTime;
    this.#waiting = [...this.#waiting, { chunk, since: now }].sort(inOrder);
    // Where a carrier keeps the order, what is not there was left out.
    if (isOrdered) return [...inTime, ...this.#answerUpTo(chunk)];
    const tooMuch = this.#waiting[excessOf(this.#waiting) - 1];
    return [...inTime, ...(tooMuch === undefined ? this.#answerNext() : this.#answerUpTo(tooMuch.chunk))];
  }

  /** What has waited long enough for the one before it, and what follows. */
  tick(now: number): readonly Chunk[] {
    const due = this.#waiting.findLast(({ since }) => now - since >= AUDIO_REORDER_MS);
    return due === undefined ? [] : this.#answerUpTo(due.chunk);
  }

  #isLate(chunk: Chunk): boolean {
    if (this.#last !== undefined && compare(chunk, this.#last) <= 0) return true;
    return this.#waiting.some((waiting) => compare(chunk, waiting.chunk) === 0);
  }

  #answerUpTo(chunk: Chunk): Chunk[] {
    const answered = this.#waiting.map((waiting) => waiting.chunk).filter((one) => compare(one, chunk) <= 0);
    this.#waiting = this.#waiting.slice(answered.length);
    this.#last = answered.at(-1) ?? this.#last;
    return [...answered, ...this.#answerNext()];
  }

  /** As far as nothing is missing. */
  #answerNext(): Chunk[] {
    const gap = this.#waiting.findIndex(
      ({ chunk }, index) => !follows(chunk, this.#waiting[index - 1]?.chunk ?? this.#last),
    );
    const answered = this.#waiting.slice(0, gap < 0 ? undefined : gap).map(({ chunk }) => chunk);
    this.#waiting = this.#waiting.slice(answered.length);
    this.#last = answered.at(-1) ?? this.#last;
    return answered;
  }
}

/** How much sound there was in a group nobody knows: the first of another one follows whatever there was. */
function follows(chunk: Chunk, last: Chunk | undefined): boolean {
  if (last === undefined) return true;
  return chunk.group === last.group ? chunk.sequence === last.sequence + 1 : chunk.sequence === 0;
}

function compare(one: Chunk, other: Chunk): number {
  return one.group - other.group || one.sequence - other.sequence;
}

function inOrder(one: Waiting, other: Waiting): number {
  return compare(one.chunk, other.chunk);
}
