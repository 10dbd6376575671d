import { type Clock, type FeedId, FIRST_CREDIT, type ShareId } from '@open-rooms/protocol';
import type { Link } from '../../links/link.ts';
import type { Links } from '../../links/links.ts';
import { KeptPeople } from '../../peers/kept-people.ts';
import type { Carrier, FeedHello } from '../carriers/carrier.ts';
import { SHARE_MEDIA_PROTOCOL, ShareChannels } from '../carriers/share-channels.ts';
import { RELAYED_SHARE_PROTOCOL, SHARE_PROTOCOL, StreamCarrier } from '../carriers/stream-carrier.ts';
import type { Feeding } from './feeding.ts';

/** Whoever wants to be fed has this long to say with which share. */
export const FEED_HELLO_MS = 10_000;

/** Carriers of all people together that have not said it yet: each has a timer and a stream. The next is refused. */
export const MAX_WAITING_CHILDREN = 64;

/** Those of one person: a few shares over two ways each. So nobody keeps others out. */
export const MAX_WAITING_OF_ONE = 8;

export interface TakeChildrenParts {
  readonly clock: Clock;
  readonly links: Pick<Links, 'onStream' | 'keep'>;
  /** Who feeds a share here: an own share, or one that is watched; `undefined` where nobody does. */
  readonly feedingOf: (share: ShareId) => Feeding | undefined;
}

/**
 * Answers those who want to be fed, over all links and whichever carrier, until disposed: what they say first leads to
 * the share's {@link Feeding}. The links of those who are fed are kept, strangers' too. Once for a client.
 */
export function takeChildren(parts: TakeChildrenParts): ChildTaking {
  return new ChildTaking(parts);
}

/** Takes those who want to be fed. */
export class ChildTaking implements Disposable {
  /** The channels over which they may come, and over which we may go to others. */
  readonly channels: ShareChannels;
  readonly #parts: TakeChildrenParts;
  readonly #listening = new DisposableStack();
  /** How many carriers of each person are fed. */
  readonly #fed = new KeptPeople();
  /** Of each person, how many carriers have not said yet what for. */
  readonly #waiting = new Map<FeedId, number>();

  constructor(parts: TakeChildrenParts) {
    this.#parts = parts;
    const { clock, links } = parts;
    this.channels = new ShareChannels({ clock, onChild: (link, carrier) => this.#take(link, carrier) });
    for (const protocol of [SHARE_PROTOCOL, RELAYED_SHARE_PROTOCOL])
      this.#listening.use(
        links.onStream(
          protocol,
          (link, stream) => this.#take(link, new StreamCarrier(stream, link, 'child')),
          { throughRoom: protocol === SHARE_PROTOCOL ? 'never' : 'also', window: FIRST_CREDIT },
        ),
      );
    this.#listening.use(
      links.onStream(
        SHARE_MEDIA_PROTOCOL,
        (link, stream) => {
          // Nobody else has connections made here by that.
          if (!this.#fed.has(link.id)) return stream.abort('refused: you are not fed here');
          this.channels.answer(link);
          stream.end().catch(() => undefined);
        },
        { window: FIRST_CREDIT },
      ),
    );
  }

  [Symbol.dispose](): void {
    this.#listening.dispose();
  }

  #take({ id }: Link, carrier: Carrier): void {
    if (!this.#mayWait(id)) return carrier.close('too-many: ask again in a moment');
    const waiting = this.#wait(id, carrier);
    carrier.onFrame((frame) => {
      // It has had its answer, and says more.
      if (waiting.disposed) return carrier.close('malformed: you were told that you are not fed here');
      waiting.dispose();
      if (frame.kind !== 'hello') return carrier.close(`malformed: a frame "${frame.kind}" before any hello`);
      this.#hear(id, carrier, frame);
    });
  }

  #mayWait(id: FeedId): boolean {
    const all = [...this.#waiting.values()].reduce((sum, count) => sum + count, 0);
    return all < MAX_WAITING_CHILDREN && (this.#waiting.get(id) ?? 0) < MAX_WAITING_OF_ONE;
  }

  /** Counts the carrier until that is disposed, or the time is over. */
  #wait(id: FeedId, carrier: Carrier): DisposableStack {
    const count = (by: 1 | -1) => {
      const now = (this.#waiting.get(id) ?? 0) + by;
      if (now > 0) this.#waiting.set(id, now);
      else this.#waiting.delete(id);
    };
    count(1);
    const waiting = new DisposableStack();
    waiting.defer(() => count(-1));
    waiting.use(
      this.#parts.clock.after(FEED_HELLO_MS, () => carrier.close('silent: you did not say which share')),
    );
    void carrier.closed.then(() => waiting.dispose());
    return waiting;
  }

  #hear(id: FeedId, carrier: Carrier, hello: FeedHello): void {
    const { clock, feedingOf, links } = this.#parts;
    const feeding = feedingOf(hello.ticket.share);
    if (feeding === undefined) carrier.send({ kind: 'goodbye', why: 'refused' });
    if (feeding?.accept(id, carrier, hello) !== true) {
      carrier.close();
      const late = clock.after(FEED_HELLO_MS, () => carrier.close('too-slow: you are not fed here'));
      return void carrier.closed.then(() => late[Symbol.dispose]());
    }
    const kept = [links.keep(id), this.#fed.keep(id)];
    void carrier.closed.then(() => {
      for (const each of kept) each[Symbol.dispose]();
    });
  }
}
