import type { Announcement, FeedId, ShareId } from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';
import type { Share, WatchOptions } from './share.ts';
import type { Watching } from './watching/watching.ts';

export interface ListedShareParts {
  readonly room: Room;
  readonly begin: (share: Share, options: WatchOptions) => Promise<Watching>;
  /** It is not watched any more. */
  readonly onUnwatched: (share: ListedShare) => void;
}

/** A share of somebody else, as the stage lists it. */
export class ListedShare implements Share {
  readonly id: ShareId;
  readonly by: FeedId;
  readonly since: number;
  readonly isOwn = false;
  readonly #parts: ListedShareParts;
  #watching: Watching | undefined;
  #beginning: Promise<Watching> | undefined;
  /** How often it was said that nobody is to watch it: also what only begins then. */
  #stops = 0;

  constructor({ share, by, at }: Announcement, parts: ListedShareParts) {
    this.id = share;
    this.by = by;
    this.since = at;
    this.#parts = parts;
  }

  get room(): Room {
    return this.#parts.room;
  }

  /** What there is of it here, until it is over. */
  get watching(): Watching | undefined {
    return this.#watching;
  }

  async watch(options: WatchOptions): Promise<Watching> {
    if (this.#watching !== undefined) return this.#watching;
    this.#beginning ??= this.#begin(options).finally(() => (this.#beginning = undefined));
    return this.#beginning;
  }

  /** Watches it no more. */
  stop(): void {
    this.#stops++;
    this.#watching?.stop();
  }

  async #begin(options: WatchOptions): Promise<Watching> {
    const stops = this.#stops;
    const watching = await this.#parts.begin(this, options);
    this.#watching = watching;
    this.#follow(watching);
    if (this.#stops !== stops) watching.stop();
    return watching;
  }

  #follow(watching: Watching): void {
    const stop = watching.state.subscribe(({ kind }) => {
      if (kind !== 'ended' && kind !== 'refused') return;
      // It may be over before this returns; those who look at the state are not told in the midst of it.
      queueMicrotask(() => {
        stop();
        if (this.#watching !== watching) return;
        this.#watching = undefined;
        this.#parts.onUnwatched(this);
      });
    });
  }
}
