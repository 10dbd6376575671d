import type { Chunk } from './chunk.ts';
import { MAX_REORDERED, MAX_REORDERED_BYTES } from './limits.ts';

/** A chunk that waits for one which comes before it. */
export interface Waiting {
  readonly chunk: Chunk;
  readonly since: number;
}

/** How many of the first have to go, so that those which wait are neither too many nor too long. */
export function excessOf(waiting: readonly Waiting[]): number {
  let excess = Math.max(0, waiting.length - MAX_REORDERED);
  let bytes = waiting.slice(excess).reduce((sum, { chunk }) => sum + chunk.bytes.length, 0);
  for (; bytes > MAX_REORDERED_BYTES; excess++) bytes -= waiting[excess]?.chunk.bytes.length ?? 0;
  return excess;
}
