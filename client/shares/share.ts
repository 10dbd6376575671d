import type { FeedId } from '@open-rooms/protocol';
import type { ShareMode } from './share-source.ts';
import type { SharedHere } from './shared-here.ts';
import type { WatchOptions } from './watching/watch-options.ts';
import type { Watching } from './watching/watching.ts';

export type { WatchOptions } from './watching/watch-options.ts';

/** What somebody shows in a room, as everybody there sees it listed (spec/stage.md). */
export interface Share extends SharedHere {
  /**
   * Begins to watch, or answers the one that there is already; what was given then, stays.
   * What it takes is loaded with the first.
   * @throws RangeError for one's own share
   */
  watch(options: WatchOptions): Promise<Watching>;
}

export interface ShareOptions {
  /** `detail` where nobody says. */
  readonly mode?: ShareMode;
  /** Viewers that are fed from here at most; what the machine and its network carry, where nobody says. */
  readonly fanOut?: number;
  /** Those alone may watch; everybody in the room, where nobody says. */
  readonly only?: readonly FeedId[];
}
