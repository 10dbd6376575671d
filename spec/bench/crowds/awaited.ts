import { type FeedId, feedIdOf, type KeyPair } from '@open-rooms/protocol';
import { within } from '../../hostile/deadline.ts';

/** What is waited for: that somebody is there, or is not any more. */
export type Change = ({ readonly id: FeedId } | { readonly keys: KeyPair }) & {
  readonly is: 'there' | 'gone';
};

/** Longer than a stock room takes to tell a thousand on a busy machine. */
const LONGEST_MS = 180_000;

/** Waits until every reader has been told of something. */
export class Awaited {
  readonly #size: number;
  #change: { readonly id: FeedId; readonly is: 'there' | 'gone' } | undefined;
  #missing = new Set<number>();
  #all = Promise.withResolvers<void>();

  /** @param size how many readers there are */
  constructor(size: number) {
    this.#size = size;
  }

  /** Does `act`, and waits until all have heard of the change, or without one of any list. */
  async all(change: Change | undefined, act: () => unknown): Promise<void> {
    this.#change = change && {
      id: 'id' in change ? change.id : feedIdOf(change.keys.publicKey),
      is: change.is,
    };
    this.#missing = new Set(Array.from({ length: this.#size }, (_, at) => at));
    this.#all = Promise.withResolvers();
    await act();
    await within(`${this.#size} readers to be told`, this.#all.promise, LONGEST_MS);
  }

  /** A reader has a whole list. */
  list(at: number, ids: readonly FeedId[]): void {
    if (!this.#missing.has(at)) return;
    const change = this.#change;
    if (change === undefined || ids.includes(change.id) === (change.is === 'there')) this.#heard(at);
  }

  /** A reader was told of somebody. */
  change(at: number, id: FeedId, is: 'there' | 'gone'): void {
    if (this.#change?.id === id && this.#change.is === is) this.#heard(at);
  }

  #heard(at: number): void {
    this.#missing.delete(at);
    if (this.#missing.size === 0) this.#all.resolve();
  }
}
