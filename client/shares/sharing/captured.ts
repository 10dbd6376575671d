import type { Position } from '@open-rooms/protocol';
import { CAPTURED_MAX_MS } from '../share-limits.ts';

interface Taken {
  readonly position: Position;
  readonly at: number;
}

/** When the pictures of a share were captured, of the last minute: how far behind somebody is comes of it. */
export class Captured {
  /** Oldest first: positions go up as times do. */
  readonly #taken: Taken[] = [];

  /** @param at when it was on the sharer's screen: milliseconds of any clock that runs on */
  note(position: Position, at: number): void {
    this.#taken.push({ position, at });
    const stale = this.#taken.findIndex((taken) => taken.at >= at - CAPTURED_MAX_MS);
    if (stale > 0) this.#taken.splice(0, stale);
  }

  /** When that was captured; `undefined` where it is too long ago, or never was. */
  at({ group, sequence }: Position): number | undefined {
    let from = 0;
    let to = this.#taken.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = this.#taken[middle]?.position;
      if (there === undefined) return undefined;
      if (there.group < group || (there.group === group && there.sequence < sequence)) from = middle + 1;
      else to = middle;
    }
    const found = this.#taken[from];
    const isIt = found?.position.group === group && found.position.sequence === sequence;
    return isIt ? found.at : undefined;
  }
}
