import {
  type Chunk,
  type Clock,
  type CryptoBackend,
  type FanOutReport,
  type FeedId,
  type GoodbyeReason,
  type GroupCache,
  type ShareId,
  verifyTicket,
} from '@open-rooms/protocol';
import type { Carrier, FeedHello, Through } from '../carriers/carrier.ts';
import { ByteRate } from './byte-rate.ts';
import { FedChild } from './fed-child.ts';

/**
 * Children that are fed beyond what may be: the sharer plans by what was reported a second ago, and those whose parent
 * has gone come to their backup before it plans anew.
 */
export const MAX_EXTRA_CHILDREN = 4;

/** Children of whom it is remembered that they were cut or removed: as many as may watch. */
export const MAX_CUT_CHILDREN = 1000;

export interface FeedingParts {
  readonly clock: Clock;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  /** This person. */
  readonly own: FeedId;
  readonly share: ShareId;
  readonly sharer: FeedId;
  /** What a new child is given first. Whoever pushes chunks here pushes them there before. */
  readonly cache: GroupCache;
  /** Children that may be fed from here now. */
  readonly capacity: () => number;
  /** A child has come or gone, or comes another way. */
  readonly onChange?: () => void;
}

/** Somebody who is fed from here. */
export interface ChildFacts {
  readonly id: FeedId;
  readonly through: Through;
  /** How long the oldest that waits for them has waited, in milliseconds. */
  readonly queueMs: number;
  /** All that was handed to their carrier. */
  readonly sentBytes: number;
}

/** What feeding costs: what {@link FanOut} is told. Of those who are fed through the room no queue is named. */
export type FeedingMeasure = Omit<FanOutReport, 'lagMs'>;

/**
 * Those whom this node feeds with one share, be it the sharer's or a viewer's: each has a queue of its own, so that a
 * slow one holds up nobody (spec/shares.md).
 */
export class Feeding {
  readonly #parts: FeedingParts;
  /** Of each child the carrier that goes past the room, and the one through it: while one takes the other's place it has both. */
  readonly #children = new Map<FeedId, readonly FedChild[]>();
  readonly #removed = new Set<FeedId>();
  /** The highest number of a ticket that was shown here, and of the plan as it is known. */
  #newest = 0;
  /** What the newest was when a child was cut: tickets up to it are worth nothing. The latest stand last. */
  readonly #cut = new Map<FeedId, number>();
  /** The same for whoever is not remembered any more. */
  #cutAll = -1;
  readonly #sent = new ByteRate();
  readonly #own = new ByteRate();
  #closed: GoodbyeReason | undefined;

  constructor(parts: FeedingParts) {
    this.#parts = parts;
  }

  /**
   * Feeds somebody, from what they have on. Where they are fed already, through the room or past it, this carrier takes
   * the place of the one that goes the same way. One without a good ticket, or for whom there is no place, is told so and
   * closed. Answers whether they are fed.
   */
  accept(child: FeedId, carrier: Carrier, hello: FeedHello): boolean {
    const refusal = this.#closed ?? this.#refusalOf(child, hello);
    if (refusal !== undefined) {
      carrier.send({ kind: 'goodbye', why: refusal });
      carrier.close();
      return false;
    }
    const [before, others] = this.#replacing(child, carrier);
    const fed = new FedChild({
      ...{ clock: this.#parts.clock, carrier, layers: hello.layers },
      onSent: (bytes) => this.#sent.add(bytes, this.#parts.clock.now()),
    });
    this.#children.set(child, [...others, fed]);
    before?.leave();
    fed.push(this.#parts.cache.since(hello.have));
    void carrier.closed.then(() => this.#forget(child, fed));
    this.#parts.onChange?.();
    return true;
  }

  /** Gives a chunk to every child. */
  push(chunk: Chunk): void {
    this.#own.add(chunk.bytes.length, this.#parts.clock.now());
    for (const carried of this.#children.values()) for (const child of carried) child.push([chunk]);
  }

  /** The sharer's plan has this number: it is later than all tickets of lower ones. */
  planned(number: number): void {
    this.#newest = Math.max(this.#newest, number);
  }

  /** That one is fed from elsewhere, or by nobody: the sharer says so. Tickets from before are worth nothing any more. */
  cut(child: FeedId): void {
    this.#noteCut(child);
    this.#leave(child, 'cut');
  }

  /** Those may be fed by nobody any more. */
  setRemoved(ids: readonly FeedId[]): void {
    for (const id of ids) {
      this.#removed.add(id);
      this.cut(id);
    }
    // No ticket is made for them any more, and those that were are worth nothing.
    for (const oldest of [...this.#removed].slice(0, -MAX_CUT_CHILDREN)) this.#removed.delete(oldest);
  }

  /** One of them may be fed again. */
  readmit(id: FeedId): void {
    this.#removed.delete(id);
  }

  get children(): readonly ChildFacts[] {
    return [...this.#children].flatMap(([id, carried]) => {
      const best = carried.find(({ carrier }) => carrier.through !== 'room') ?? carried[0];
      const sentBytes = carried.reduce((sum, child) => sum + child.sentBytes, 0);
      return best === undefined
        ? []
        : [{ id, through: best.carrier.through, queueMs: best.queueMs, sentBytes }];
    });
  }

  measure(): FeedingMeasure {
    const now = this.#parts.clock.now();
    const children = this.children;
    return {
      children: children.length,
      sentBytesPerSecond: this.#sent.perSecond(now),
      shareBytesPerSecond: this.#own.perSecond(now),
      oldestQueueMs: children.filter(({ through }) => through !== 'room').map(({ queueMs }) => queueMs),
    };
  }

  /** Ends all of them. They are told why, as whoever comes from then on is. */
  close(why: 'ended' | 'leaving'): void {
    this.#closed ??= why;
    for (const id of [...this.#children.keys()]) this.#leave(id, why);
  }

  #refusalOf(child: FeedId, { ticket: signed }: FeedHello): GoodbyeReason | undefined {
    const { crypto, share, sharer, own, capacity } = this.#parts;
    const ticket = verifyTicket(crypto, { share, sharer, parent: own, child }, signed);
    if (ticket === undefined || this.#removed.has(child)) return 'refused';
    if (ticket.number <= (this.#cut.get(child) ?? this.#cutAll)) return 'cut';
    if (!this.#children.has(child) && this.#children.size >= mostFor(capacity())) return 'full';
    this.planned(ticket.number);
    return undefined;
  }

  #noteCut(child: FeedId): void {
    this.#cut.delete(child);
    this.#cut.set(child, this.#newest);
    for (const [oldest, number] of this.#cut) {
      if (this.#cut.size <= MAX_CUT_CHILDREN) return;
      this.#cut.delete(oldest);
      this.#cutAll = Math.max(this.#cutAll, number);
    }
  }

  #leave(id: FeedId, why: GoodbyeReason): void {
    for (const child of this.#children.get(id) ?? []) {
      child.leave(why);
      this.#forget(id, child);
    }
  }

  /** The carrier whose place this one takes, and the others of the child. */
  #replacing(id: FeedId, { through }: Carrier): [FedChild | undefined, FedChild[]] {
    const isSame = ({ carrier }: FedChild) => (carrier.through === 'room') === (through === 'room');
    const carried = this.#children.get(id) ?? [];
    return [carried.find(isSame), carried.filter((child) => !isSame(child))];
  }

  #forget(id: FeedId, child: FedChild): void {
    child.stop();
    const carried = this.#children.get(id) ?? [];
    if (!carried.includes(child)) return;
    const left = carried.filter((other) => other !== child);
    if (left.length > 0) this.#children.set(id, left);
    else this.#children.delete(id);
    this.#parts.onChange?.();
  }
}

/** Whoever may feed nobody, on a phone or in a hidden tab, does so for nobody's sake. */
function mostFor(capacity: number): number {
  return capacity === 0 ? 0 : capacity + MAX_EXTRA_CHILDREN;
}
