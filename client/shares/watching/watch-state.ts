import type { Family, FeedState, RefusedWhy } from '@open-rooms/protocol';

/** What keeps a share from being seen, or that it is. */
export type WatchState =
  | { readonly kind: 'joining' }
  | { readonly kind: 'watching' }
  | { readonly kind: 'waiting'; readonly why: 'no-place' | 'no-path' | 'paused' | 'reconnecting' }
  /** `codec`: what the share is encoded in, where that is why. */
  | { readonly kind: 'refused'; readonly why: RefusedWhy; readonly codec?: Family }
  /** `gone`: the sharer has left without a word, and nothing came for a while. */
  | { readonly kind: 'ended'; readonly why: 'stopped' | 'removed' | 'gone' };

/** After so long without a picture it is said that there is no way to it; it is looked for on. */
export const NO_PATH_MS = 12_000;

/** A sharer who is not in the room, and of whom nothing comes, has left after this: a page that is loaded anew is quicker. */
export const LEFT_MS = 10_000;

/** The same while the room cannot say who is in it: it may be this person whose network is away. */
const LEFT_AWAY_MS = 120_000;

/** What is known of a share that is watched and has not ended. */
export interface WatchSituation {
  readonly isPaused: boolean;
  /** Whether the sharer has let this viewer in, and has said who feeds it. */
  readonly isPlaced: boolean;
  readonly feed: FeedState;
  /** Whether anything was ever seen. */
  readonly hasPicture: boolean;
  /** Milliseconds since it was joined. */
  readonly sinceMs: number;
}

/** What a viewer is told of the situation. */
export function stateIn(situation: WatchSituation): WatchState {
  const { isPaused, isPlaced, feed, hasPicture, sinceMs } = situation;
  if (isPaused) return { kind: 'waiting', why: 'paused' };
  if (hasPicture && feed === 'fed') return { kind: 'watching' };
  if (isPlaced && feed === 'no-place') return { kind: 'waiting', why: 'no-place' };
  if (hasPicture) return { kind: 'waiting', why: 'reconnecting' };
  return sinceMs < NO_PATH_MS ? { kind: 'joining' } : { kind: 'waiting', why: 'no-path' };
}

/**
 * Whether a sharer of whom nothing came for so long has left for good.
 * @param isPresent whether they are in the room; `undefined` where it cannot be asked
 */
export function hasLeft(silentMs: number, isPresent: boolean | undefined): boolean {
  if (isPresent === true) return false;
  return silentMs >= (isPresent === false ? LEFT_MS : LEFT_AWAY_MS);
}
