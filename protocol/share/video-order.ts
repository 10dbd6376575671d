import type { Chunk } from './chunk.ts';
import { REORDER_MS } from './limits.ts';
import { excessOf, type Waiting } from './reordered.ts';
import { SeenSequences } from './seen.ts';

/** Which video can be decoded, given what came. See {@link Decodable}. */
export class VideoOrder {
  #group = -1;
  /** What was answered of the group. */
  #done = new SeenSequences();
  #last = -1;
  /** The group of what was lost, without which the picture stands still. */
  #brokenIn: number | undefined;
  /** In the order of sequences. */
  #waiting: readonly Waiting[] = [];
  #lost: Chunk[] = [];

  get isBroken(): boolean {
    return this.#brokenIn !== undefined;
  }

  /** What was given up since this was asked last. */
  takeLost(): readonly Chunk[] {
    return this.#lost.splice(0);
  }

  get deadline(): number | undefined {
    if (this.#waiting.length === 0) return undefined;
    return Math.min(...this.#waiting.map(({ since }) => since)) + REORDER_MS;
  }

  take(chunk: Chunk, now: number, isOrdered: boolean): readonly Chunk[] {
    this.tick(now);
    if (this.#isLate(chunk)) return [];
    if (this.#isDecodable(chunk)) return this.#answer(chunk);
    if (isOrdered) this.#lose(chunk);
    else this.#wait(chunk, now);
    return [];
  }

  /** Gives up what waits for too long. */
  tick(now: number): void {
    const isDue = ({ since }: Waiting) => now - since >= REORDER_MS;
    const due = this.#waiting.filter(isDue);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !isDue(waiting));
    for (const { chunk } of due) this.#lose(chunk);
  }

  #isLate({ group, sequence }: Chunk): boolean {
    return group < this.#group || (group === this.#group && sequence <= this.#last);
  }

  #isDecodable({ isKey, group, needs }: Chunk): boolean {
    return isKey || (group === this.#group && this.#done.has(needs));
  }

  /** The chunk, and what has waited for it. */
  #answer(chunk: Chunk): Chunk[] {
    const answered: Chunk[] = [];
    for (let next: Chunk | undefined = chunk; next !== undefined; next = this.#nextDecodable()) {
      if (next.isKey) this.#begin(next);
      // Each of the lowest layer needs all before it: what was missing has come after all.
      else if (next.layer === 0 && next.group === this.#brokenIn) this.#brokenIn = undefined;
      this.#done.add(next.sequence);
      this.#last = next.sequence;
      answered.push(next);
    }
    return answered;
  }

  #nextDecodable(): Chunk | undefined {
    this.#waiting = this.#waiting.filter(({ chunk }) => !this.#isLate(chunk));
    return this.#waiting.find(({ chunk }) => this.#isDecodable(chunk))?.chunk;
  }

  #begin({ group }: Chunk): void {
    this.#group = group;
    this.#done = new SeenSequences();
    this.#last = -1;
    this.#brokenIn = undefined;
  }

  #wait(chunk: Chunk, now: number): void {
    const isThere = ({ group, sequence }: Chunk) => group === chunk.group && sequence === chunk.sequence;
    if (this.#waiting.some((waiting) => isThere(waiting.chunk))) return;
    this.#waiting = [...this.#waiting, { chunk, since: now }].sort(inOrder);
    const gone = this.#waiting.slice(0, excessOf(this.#waiting));
    this.#waiting = this.#waiting.slice(gone.length);
    for (const { chunk: lost } of gone) this.#lose(lost);
  }

  /** What it needs does not come. Without a higher layer the picture goes on. */
  #lose(chunk: Chunk): void {
    const { group, layer } = chunk;
    this.#lost.push(chunk);
    if (layer === 0 || group !== this.#group) this.#brokenIn = Math.max(group, this.#brokenIn ?? 0);
  }
}

function inOrder({ chunk: one }: Waiting, { chunk: other }: Waiting): number {
  return one.group - other.group || one.sequence - other.sequence;
}
