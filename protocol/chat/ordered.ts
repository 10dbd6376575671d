import type { Entry } from './entry.ts';
import { comparePositions, type Position } from './position.ts';

/** Entries in the order of their positions. */
export class OrderedEntries {
  readonly #entries: Entry[] = [];

  get all(): readonly Entry[] {
    return this.#entries;
  }

  get first(): Entry | undefined {
    return this.#entries[0];
  }

  get last(): Entry | undefined {
    return this.#entries.at(-1);
  }

  /** How many lie before a position. */
  countBefore(position: Position): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && comparePositions(entry.record, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  insert(entry: Entry): void {
    this.#entries.splice(this.countBefore(entry.record), 0, entry);
  }

  remove(entry: Entry): void {
    this.#entries.splice(this.countBefore(entry.record), 1);
  }
}
