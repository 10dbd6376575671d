import type { Ending, FeedId } from '@open-rooms/protocol';
import type { Room } from '../connection/room.ts';
import type { LiveShares, SharesParts } from './live-shares.ts';
import { SHARE_GOODBYE_MS } from './share-limits.ts';
import { Stage } from './stage.ts';

/** The stages of the rooms that a client is in. What it takes to share and to watch is loaded when somebody does. */
export class Shares {
  readonly #parts: SharesParts;
  readonly #stages = new Map<Room, Stage>();
  #loading: Promise<LiveShares> | undefined;
  #live: LiveShares | undefined;

  constructor(parts: SharesParts) {
    this.#parts = parts;
  }

  /** What is shared in a room, live. Of a room that was left: nothing. */
  stage(room: Room): Stage {
    const there = this.#stages.get(room);
    if (there !== undefined) return there;
    const left = this.#stage(room);
    left.close();
    return left;
  }

  /** Follows what is shared in a room, until disposed: then what is shared or watched there ends. */
  watch(room: Room): Disposable {
    const stage = this.#stage(room);
    this.#stages.set(room, stage);
    return {
      [Symbol.dispose]: () => {
        this.#stages.delete(room);
        stage.close();
      },
    };
  }

  /** Whether somebody loses a share by a room's word; its time is by our own clock. */
  concerns(room: FeedId, ending: Ending): boolean {
    return (this.#live?.endedBy(room, ending) ?? []).length > 0;
  }

  /**
   * A room's word, which was verified; `isNew` where it was said while one is there. Whoever may do less there may watch all the same, where the room lets them attend:
   * who was put out for good is not let in again.
   */
  onEnding(room: Room, ending: Ending, isNew: boolean): void {
    const { why, who } = ending;
    const isAll = why === 'stopped' || (who === this.#parts.identity.id && why !== 'demoted');
    for (const share of this.#live?.endedBy(room.id, ending) ?? []) {
      if (isAll) share.stop();
      else if (who !== undefined) share.remove(who, { isForGood: why === 'banned' });
      else for (const { id } of share.viewers.peek()) share.remove(id, { isForGood: false });
    }
    // What was said before is told again whenever the room is entered, and ends nothing that began later.
    if (!isNew) return;
    if (isAll) this.#stages.get(room)?.end(undefined);
    else if (who !== undefined && why !== 'demoted') this.#stages.get(room)?.end(who);
  }

  /** Ends everything. Resolves when those who watched were told, or that takes too long. */
  async close(): Promise<void> {
    const told = this.#live?.own ?? [];
    for (const stage of this.#stages.values()) stage.close();
    const { clock } = this.#parts.runtime;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _timer = clock.after(SHARE_GOODBYE_MS, resolve);
    await Promise.race([late, Promise.all(told.map((share) => share.told))]);
    this.#live?.close();
  }

  #stage(room: Room): Stage {
    const { identity, runtime, book, peers } = this.#parts;
    return new Stage({
      ...{ identity, runtime, book, room, viewers: peers.viewers },
      watch: async (share, options) => (await this.#load()).watch(share, options),
      begin: async (source, options) => (await this.#load()).begin(room, source, options),
    });
  }

  /** Where it cannot be loaded now, the next who wants it tries again. */
  #load(): Promise<LiveShares> {
    this.#loading ??= this.#loadNow().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #loadNow(): Promise<LiveShares> {
    const { LiveShares } = await import('./live-shares.ts');
    this.#live = new LiveShares(this.#parts);
    return this.#live;
  }
}
