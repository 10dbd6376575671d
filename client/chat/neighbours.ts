import type { FeedId } from '@open-rooms/protocol';

/**
 * Neighbours that are chosen in one room. Each has about twice as many, for others choose too: what somebody says
 * reaches a thousand people in four steps, and is sent by nobody more often than this.
 */
export const MAX_CHOSEN = 6;

/**
 * Whom of a room's attendants one speaks with: the next one on the circle of all ids, and others by a rank that nobody
 * else can foretell. The circle connects everybody who sees the same list; the others make the ways short, and hold
 * when lists differ or people hide what they were given. Somebody who comes or goes changes no more than one choice.
 */
export function chooseNeighbours(
  own: FeedId,
  candidates: readonly FeedId[],
  rankOf: (id: FeedId) => number,
): Set<FeedId> {
  const chosen = new Set<FeedId>();
  const next = nextOnCircle(own, candidates);
  if (next !== undefined) chosen.add(next);
  const ranked = candidates.map((id) => ({ id, rank: rankOf(id) }));
  while (chosen.size < Math.min(MAX_CHOSEN, candidates.length)) {
    let first: { readonly id: FeedId; readonly rank: number } | undefined;
    for (const one of ranked)
      if (!chosen.has(one.id) && (first === undefined || one.rank < first.rank)) first = one;
    if (first === undefined) break;
    chosen.add(first.id);
  }
  return chosen;
}

/** Ranks by a seed of one's own: whoever makes keys to be chosen by somebody does not know it. */
export function rankBy(seed: number): (id: FeedId) => number {
  return (id) => {
    let hash = seed | 0;
    for (let at = 0; at < id.length; at++) hash = mixed(hash ^ id.charCodeAt(at));
    return hash >>> 0;
  };
}

/** One round of murmur3: a changed bit changes half of all bits. */
function mixed(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return whole ^ (whole >>> 16);
}

function nextOnCircle(own: FeedId, candidates: readonly FeedId[]): FeedId | undefined {
  let first: FeedId | undefined;
  let next: FeedId | undefined;
  for (const id of candidates) {
    if (first === undefined || id < first) first = id;
    if (id > own && (next === undefined || id < next)) next = id;
  }
  return next ?? first;
}
