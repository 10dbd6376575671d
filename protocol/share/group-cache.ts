import type { Chunk } from './chunk.ts';
import {
  GROUP_FULL_BYTES,
  MAX_CACHED_AUDIO,
  MAX_CHUNK_BYTES,
  MAX_GROUP_BYTES,
  MAX_GROUP_CHUNKS,
} from './limits.ts';

/** A place in the video of a share. */
export interface Position {
  readonly group: number;
  readonly sequence: number;
}

/**
 * The current group, so that whoever joins has a picture at once and the sharer is asked for nothing: all of its video,
 * and of its sound the first (with what its decoder has to know) and the newest.
 */
export class GroupCache {
  /** In the order in which they came; audio stands among the video that it came with. */
  #chunks: Chunk[] = [];
  #audioCount = 0;
  #newestAudio = -1;
  #bytes = 0;
  #newest: Position | undefined;
  #newestForAll: Position | undefined;
  /** More came than is kept: nobody can begin with this group any more. */
  #isLost = false;
  /** Sound of a group whose keyframe is still on its way: sound goes first where both wait. */
  #early: Chunk[] = [];

  /** Takes a genuine chunk, in order. What does not belong to the current group, or comes late, is left out. */
  push(chunk: Chunk): void {
    if (chunk.isKey && (this.#newest === undefined || chunk.group > this.#newest.group)) this.#begin(chunk);
    else if (chunk.group === this.#newest?.group) this.#append(chunk, this.#newest);
    else if (chunk.track === 'audio' && chunk.group > (this.#newest?.group ?? -1)) this.#hold(chunk);
  }

  /** What somebody lacks who has the video up to there; all that is kept, where it has none of the group. */
  since(have?: Position): readonly Chunk[] {
    if (have === undefined || this.#newest === undefined || have.group < this.#newest.group)
      return [...this.#chunks];
    if (have.group > this.#newest.group) return [];
    const known = this.#chunks.findLastIndex(
      ({ track, sequence }) => track === 'video' && sequence <= have.sequence,
    );
    return this.#chunks.slice(known + 1);
  }

  /** The newest video there is, whether or not it is kept. */
  get newest(): Position | undefined {
    return this.#newest;
  }

  /** The newest of the lowest layer: what everybody gets, however slow the way to them. */
  get newestForAll(): Position | undefined {
    return this.#newestForAll;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the group should end: to join it has become dear. The sharer makes the next frame a keyframe. */
  get isFull(): boolean {
    return this.#isLost || this.#bytes >= GROUP_FULL_BYTES || this.#chunks.length >= MAX_GROUP_CHUNKS / 2;
  }

  clear(): void {
    this.#empty();
    this.#early = [];
    this.#newest = undefined;
    this.#newestForAll = undefined;
  }

  #begin(key: Chunk): void {
    this.#empty();
    this.#newestAudio = -1;
    const newest = { group: key.group, sequence: 0 };
    this.#newest = newest;
    this.#newestForAll = newest;
    this.#keep(key);
    const early = this.#early.filter(({ group }) => group === key.group);
    this.#early = [];
    for (const chunk of early) this.#append(chunk, newest);
  }

  #hold(chunk: Chunk): void {
    const held = this.#early.filter(({ group }) => group === chunk.group);
    const bytes = held.reduce((sum, { bytes }) => sum + bytes.length, chunk.bytes.length);
    this.#early = held.length <= MAX_CACHED_AUDIO && bytes <= MAX_CHUNK_BYTES ? [...held, chunk] : held;
  }

  #append(chunk: Chunk, newest: Position): void {
    if (chunk.track === 'video') {
      if (chunk.sequence <= newest.sequence) return;
      this.#newest = { group: chunk.group, sequence: chunk.sequence };
      if (chunk.layer === 0) this.#newestForAll = this.#newest;
    } else {
      if (chunk.sequence <= this.#newestAudio) return;
      this.#newestAudio = chunk.sequence;
      this.#audioCount++;
    }
    if (!this.#isLost) this.#keep(chunk);
    if (this.#audioCount > MAX_CACHED_AUDIO + 1) this.#forgetSecondAudio();
  }

  #keep(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.bytes.length;
    if (this.#bytes <= MAX_GROUP_BYTES && this.#chunks.length <= MAX_GROUP_CHUNKS) return;
    this.#empty();
    this.#isLost = true;
  }

  /** The first stays. */
  #forgetSecondAudio(): void {
    const first = this.#chunks.findIndex(({ track }) => track === 'audio');
    const second = this.#chunks.findIndex(({ track }, index) => track === 'audio' && index > first);
    const [gone] = second < 0 ? [] : this.#chunks.splice(second, 1);
    this.#bytes -= gone?.bytes.length ?? 0;
    this.#audioCount--;
  }

  #empty(): void {
    this.#chunks = [];
    this.#audioCount = 0;
    this.#bytes = 0;
    this.#isLost = false;
  }
}
