import type { FeedId } from '@open-rooms/protocol';
import { MAX_STRANGER_TUNNELS, MAX_TUNNELS_PER_STRANGER } from './peer-limits.ts';

/** How many tunnels strangers have open. */
export class StrangerCount {
  readonly #perStranger = new Map<FeedId, number>();
  #all = 0;

  /** Counts one tunnel of a stranger until disposed, or says why there may be no more. */
  enter(id: FeedId): Disposable | string {
    const open = this.#perStranger.get(id) ?? 0;
    if (open >= MAX_TUNNELS_PER_STRANGER)
      return `too-many: you have ${open} tunnels open to somebody who does not follow you`;
    if (this.#all >= MAX_STRANGER_TUNNELS)
      return 'too-many: more strangers than they let in at once are there';
    this.#perStranger.set(id, open + 1);
    this.#all++;
    let counted = true;
    return {
      [Symbol.dispose]: () => {
        if (!counted) return;
        counted = false;
        this.#all--;
        const left = (this.#perStranger.get(id) ?? 1) - 1;
        if (left > 0) this.#perStranger.set(id, left);
        else this.#perStranger.delete(id);
      },
    };
  }
}
