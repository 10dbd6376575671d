import type { Position } from './group-cache.ts';

/**
 * Who feeds us may be so far behind the sharer: what waits for a slow child is dropped sooner (`VIDEO_LATE_MS`), so
 * longer than this no honest parent lasts.
 */
export const FEED_BEHIND_MS = 12_000;

/** How far apart the sharer's words are of which the newest is remembered. */
const MARK_MS = 500;

interface Mark {
  readonly newest: Position;
  readonly at: number;
}

/**
 * Whether what feeds a viewer is hopelessly behind, though chunks come: an old group that is played slowly, sound
 * without a picture, frames that nothing can be made of. It is told what the sharer says there is, and since when
 * somebody feeds.
 */
export class FeedLag {
  /** Oldest first. */
  #marks: readonly Mark[] = [];
  #since = 0;

  /** Somebody else feeds from now on: what came before was not theirs. Milliseconds. */
  began(now: number): void {
    this.#since = now;
  }

  /** The sharer says how new the newest is. */
  beat(newest: Position, now: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && now - last.at < MARK_MS) return;
    const old = this.#marks.findLastIndex(({ at }) => now - at >= FEED_BEHIND_MS);
    this.#marks = [...this.#marks.slice(Math.max(0, old)), { newest, at: now }];
  }

  /** @param have the newest video that could be decoded */
  isBehind(have: Position | undefined, now: number): boolean {
    const old = this.#marks.findLast(({ at }) => now - at >= FEED_BEHIND_MS && at >= this.#since);
    if (old === undefined) return false;
    if (have === undefined || old.newest.group !== have.group) return old.newest.group > (have?.group ?? -1);
    return old.newest.sequence > have.sequence;
  }
}
