import type { ChunkHead } from './chunk.ts';
import { MAX_SEEN } from './limits.ts';
import type { Track } from './media.ts';

/** Sequence numbers of one track and group: those far below the newest count as seen. */
export class SeenSequences {
  readonly #numbers = new Set<number>();
  #floor = 0;

  has(sequence: number): boolean {
    return sequence < this.#floor || this.#numbers.has(sequence);
  }

  add(sequence: number): void {
    this.#numbers.add(sequence);
    if (this.#numbers.size <= MAX_SEEN) return;
    const sorted = [...this.#numbers].sort((a, b) => a - b);
    this.#floor = sorted[MAX_SEEN / 2] ?? 0;
    for (const number of sorted.slice(0, MAX_SEEN / 2)) this.#numbers.delete(number);
  }

  forget(sequence: number): void {
    this.#numbers.delete(sequence);
  }
}

interface SeenGroup {
  readonly group: number;
  readonly tracks: Readonly<Record<Track, SeenSequences>>;
}

/**
 * Which genuine chunks of a share have come, from whomever: of the newest group and the one before. What is older is
 * of no use to anybody and counts as seen.
 */
export class SeenChunks {
  #groups: readonly SeenGroup[] = [];

  has({ group, track, sequence }: ChunkHead): boolean {
    const known = this.#groups.find((seen) => seen.group === group);
    if (known !== undefined) return known.tracks[track].has(sequence);
    return this.#groups.length > 1 && this.#groups.every((seen) => seen.group > group);
  }

  /** Only for a chunk that its sharer has signed: anybody else could make the true ones look seen. */
  add({ group, track, sequence }: ChunkHead): void {
    const known = this.#groups.find((seen) => seen.group === group) ?? this.#begin(group);
    known.tracks[track].add(sequence);
  }

  /** It came to nothing: it is as good as new when it comes again. */
  forget({ group, track, sequence }: ChunkHead): void {
    this.#groups.find((seen) => seen.group === group)?.tracks[track].forget(sequence);
  }

  #begin(group: number): SeenGroup {
    const tracks = { video: new SeenSequences(), audio: new SeenSequences() };
    const begun = { group, tracks };
    this.#groups = [...this.#groups, begun].sort((a, b) => b.group - a.group).slice(0, 2);
    return begun;
  }
}
