import type { FeedId, Outlet, Ringing } from '@open-rooms/protocol';

/** How a ring ended: `missed` where nobody answered in time, `gone` where it was given up, or cut off. */
export type RingEnd = 'accepted' | 'declined' | 'missed' | 'gone';

/** Somebody rings, until they are answered, give up, or time is over. */
export class IncomingRing {
  readonly from: FeedId;
  /** The room through which they ring. */
  readonly room: FeedId;
  /** When it began: milliseconds since 1970. */
  readonly at: number;
  readonly ended: Promise<RingEnd>;
  readonly #end: (how: RingEnd) => void;
  readonly #outlet: Outlet<Ringing>;
  #isOver = false;

  constructor(from: FeedId, room: FeedId, at: number, outlet: Outlet<Ringing>) {
    this.from = from;
    this.room = room;
    this.at = at;
    this.#outlet = outlet;
    const { promise, resolve } = Promise.withResolvers<RingEnd>();
    this.ended = promise;
    this.#end = resolve;
    outlet.push('ringing');
    outlet.whenEnded(() => this.#over('gone'));
  }

  /** Answers it. A stranger is accepted by it: they are in the contact book then. */
  accept(): void {
    this.#answer('accepted');
  }

  /** Says that the person does not want to. */
  decline(): void {
    this.#answer('declined');
  }

  /** Time is over. */
  miss(): void {
    this.#over('missed');
  }

  #answer(answer: 'accepted' | 'declined'): void {
    if (this.#isOver) return;
    this.#outlet.push(answer);
    this.#over(answer);
  }

  #over(how: RingEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end(how);
    this.#outlet.end();
  }
}
