import { type FeedId, TokenBucket } from '@open-rooms/protocol';
import {
  MAX_STRANGER_TUNNELS,
  MAX_TUNNELS_PER_CONTACT,
  MAX_TUNNELS_PER_STRANGER,
  STRANGERS_AT_ONCE,
  STRANGERS_PER_SECOND,
} from './peer-limits.ts';

/** Why there is no place for a tunnel: `full` of strangers, or a sentence for whoever came too often or too fast. */
export type NoPlace = { readonly full: boolean; readonly sentence: string };

export interface TunnelPlacesParts {
  /** A clock's, in milliseconds. */
  readonly now: () => number;
  /** Whether somebody is wanted here, so that they take no place of strangers. */
  readonly isKept: (id: FeedId) => boolean;
}

/**
 * The places for tunnels that others open to us in one room: a room that invents people, and names contacts of ours
 * among them, takes no places in another.
 */
export class TunnelPlaces {
  readonly #arrivals = new TokenBucket(STRANGERS_PER_SECOND, STRANGERS_AT_ONCE);
  readonly #parts: TunnelPlacesParts;
  readonly #perPerson = new Map<FeedId, number>();
  /** Who has the tunnels of strangers, once for each. */
  readonly #strangers: FeedId[] = [];

  constructor(parts: TunnelPlacesParts) {
    this.#parts = parts;
  }

  /** Takes a place until disposed, or says why there is none. */
  take(id: FeedId, isKnown: boolean): Disposable | NoPlace {
    const open = this.#perPerson.get(id) ?? 0;
    const most = isKnown ? MAX_TUNNELS_PER_CONTACT : MAX_TUNNELS_PER_STRANGER;
    if (open >= most) return { full: false, sentence: `too-many: you have ${open} tunnels open to them` };
    const refusal = isKnown ? undefined : this.#takeAsStranger(id);
    if (refusal !== undefined) return refusal;
    this.#perPerson.set(id, open + 1);
    let taken = true;
    return {
      [Symbol.dispose]: () => {
        if (!taken) return;
        taken = false;
        if (!isKnown) this.#strangers.splice(this.#strangers.indexOf(id), 1);
        const left = (this.#perPerson.get(id) ?? 1) - 1;
        if (left > 0) this.#perPerson.set(id, left);
        else this.#perPerson.delete(id);
      },
    };
  }

  #takeAsStranger(id: FeedId): NoPlace | undefined {
    const { now: clock, isKept } = this.#parts;
    if (!isKept(id) && this.#strangers.filter((other) => !isKept(other)).length >= MAX_STRANGER_TUNNELS)
      return { full: true, sentence: 'too-many: more strangers than they let in at once are there' };
    const now = clock();
    if (this.#arrivals.delay(now) > 0)
      return { full: false, sentence: 'too-many: strangers come faster than they are let in' };
    this.#arrivals.take(now);
    this.#strangers.push(id);
    return undefined;
  }
}
