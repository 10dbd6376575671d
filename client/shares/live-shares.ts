import type { Ending, FeedId, RefusedWhy, ShareId } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Room } from '../connection/room.ts';
import type { Runtime } from '../connection/runtime.ts';
import { tunnelsAttend } from '../connection/standing-in.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { Links } from '../links/links.ts';
import type { Peers } from '../peers/peers.ts';
import type { ShareChannels } from './carriers/share-channels.ts';
import type { Feeding } from './feeding/feeding.ts';
import { Lag } from './feeding/lag.ts';
import { takeChildren } from './feeding/take-children.ts';
import { Reach } from './reach/reach.ts';
import type { Share, ShareOptions, WatchOptions } from './share.ts';
import { ShareError } from './share-error.ts';
import type { ShareSource } from './share-source.ts';
import { takeViewers } from './sharing/hellos.ts';
import { OwnShare } from './sharing/own-share.ts';
import { Watching } from './watching/watching.ts';

export interface SharesParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly book: ContactBook;
  readonly links: Links;
  readonly peers: Peers;
}

/** What a client shares and watches now, in whichever room, and whoever comes for it. Loaded with the first of them. */
export class LiveShares {
  readonly #parts: SharesParts;
  readonly #own = new Map<ShareId, OwnShare>();
  readonly #watched = new Map<ShareId, Watching>();
  readonly #reach: Reach;
  readonly #channels: ShareChannels;
  readonly #lag: Lag;
  readonly #serving = new DisposableStack();

  constructor(parts: SharesParts) {
    const { runtime, links, book } = parts;
    const { clock, crypto } = runtime;
    this.#parts = parts;
    this.#lag = new Lag(clock);
    this.#reach = new Reach({ clock, crypto, links, book, peers: parts.peers });
    this.#serving.use(takeViewers({ clock, links, hostOf: (share) => this.#own.get(share) }));
    const feedingOf = (share: ShareId): Feeding | undefined =>
      (this.#own.get(share) ?? this.#watched.get(share))?.feeding;
    this.#channels = this.#serving.use(takeChildren({ clock, links, feedingOf })).channels;
    this.#serving.use(book.watch(() => this.#reconsider()));
    this.#serving.use(links.watch({ joined: () => undefined, left: () => this.#reconsider() }));
  }

  /** What is shared from here. */
  get own(): readonly OwnShare[] {
    return [...this.#own.values()];
  }

  /**
   * Begins to show something in a room.
   * @throws ShareError, RangeError
   */
  begin(room: Room, source: ShareSource, options: ShareOptions): OwnShare {
    const { identity, runtime, links } = this.#parts;
    if (!links.isOn)
      throw new ShareError('no-links', 'Cannot share: this program opens no direct links to others.');
    const only = options.only && new Set(options.only);
    const share = new OwnShare({
      ...{ identity, runtime, room, source, options },
      links,
      refusal: (id) => this.#refusal(room, id, only),
      lagMs: () => this.#lag.ms,
    });
    this.#own.set(share.id, share);
    const looking = this.#lag.look();
    void ended(share.state).then(() => {
      looking[Symbol.dispose]();
      this.#own.delete(share.id);
    });
    return share;
  }

  watch(share: Share, options: WatchOptions): Watching {
    const { identity, runtime } = this.#parts;
    const { clock, crypto } = runtime;
    const watching = new Watching({
      ...{ share, own: identity.id, clock, crypto, reach: this.#reach, channels: this.#channels, options },
      lagMs: () => this.#lag.ms,
    });
    this.#watched.set(share.id, watching);
    const looking = this.#lag.look();
    void watching.over.then(() => {
      looking[Symbol.dispose]();
      if (this.#watched.get(share.id) === watching) this.#watched.delete(share.id);
    });
    return watching;
  }

  /** What of one's own somebody loses by a room's word, or everybody; its time is by our own clock. */
  endedBy(room: FeedId, { why, who, at }: Ending): OwnShare[] {
    const inRoom = this.own.filter((share) => share.room.id === room);
    // Whoever may do less may go on watching.
    if (why === 'demoted') return [];
    if (who === undefined || who === this.#parts.identity.id)
      return inRoom.filter(({ since }) => since <= at);
    return inRoom.filter((share) => share.hasSince(who, at));
  }

  /** Nobody is listened to any more. */
  close(): void {
    this.#serving.dispose();
    this.#reach.close();
  }

  /** Who may watch: whoever is in the room, or was there last while it is away, and is not blocked. */
  #refusal(room: Room, id: FeedId, only: ReadonlySet<FeedId> | undefined): RefusedWhy | undefined {
    const { book, peers } = this.#parts;
    if (book.relationOf(id) === 'blocked' || only?.has(id) === false) return 'not-invited';
    if (!peers.ended.mayMeet(room, id)) return 'not-here';
    const isThrough = tunnelsAttend(room.metadata) && peers.isThrough(room.id, id);
    return room.attendants.has(id) || isThrough ? undefined : 'not-here';
  }

  #reconsider(): void {
    const { book } = this.#parts;
    for (const share of this.own) share.reconsider((id) => book.relationOf(id) !== 'blocked');
  }
}

/** Resolves once a share is over. */
function ended(state: ReadonlySignal<string>): Promise<void> {
  return new Promise((resolve) => {
    const stop = state.subscribe((now) => {
      if (now !== 'ended') return;
      // It is told in the midst of the change, and perhaps before this returns.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
