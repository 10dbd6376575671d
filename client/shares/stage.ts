import {
  type Announcement,
  type FeedId,
  type Remote,
  type RoomContract,
  type ShareId,
  type SignedAnnouncement,
  signAnnouncement,
  WatchedSet,
} from '@open-rooms/protocol';
import type { LiveSet } from '../connection/attendants.ts';
import { ASK_AGAIN_MS } from '../connection/limits.ts';
import type { Room } from '../connection/room.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { ContactBook } from '../contacts/contact-book.ts';
import type { Identity } from '../identity/identity.ts';
import type { Viewers } from '../peers/viewers.ts';
import { announce, unannounce } from './announce.ts';
import { followStage } from './follow-stage.ts';
import { ListedShare } from './listed-share.ts';
import type { Share, ShareOptions, WatchOptions } from './share.ts';
import { ShareError } from './share-error.ts';
import { MAX_LISTED_SHARES } from './share-limits.ts';
import type { ShareSource } from './share-source.ts';
import type { OwnShare } from './sharing/own-share.ts';
import type { Watching } from './watching/watching.ts';

export interface StageParts {
  readonly identity: Identity;
  readonly runtime: Runtime;
  readonly book: Pick<ContactBook, 'relationOf' | 'watch'>;
  readonly room: Room;
  /** Who only watches: of whoever shares all the same nothing is shown. */
  readonly viewers: Pick<Viewers, 'isViewerIn' | 'watch'>;
  /** Begins to watch a share of somebody else. */
  readonly watch: (share: Share, options: WatchOptions) => Promise<Watching>;
  /**
   * Begins to show something.
   * @throws ShareError, RangeError
   */
  readonly begin: (source: ShareSource, options: ShareOptions) => Promise<OwnShare>;
}

/** What is shared in a room, live: what the room lists, one's own shares, and what is watched though the room is away. */
export class Stage implements LiveSet<Share> {
  readonly room: Room;
  readonly #parts: StageParts;
  readonly #live = new WatchedSet<Share>();
  readonly #own = new WatchedSet<OwnShare>();
  /** Of others, by who shares and what; those that are not in `#listed` are there because they are watched. */
  readonly #shares = new Map<string, { readonly share: ListedShare; shown: Disposable | undefined }>();
  readonly #listed = new Set<string>();
  readonly #watching = new DisposableStack();
  #remote: Remote<RoomContract> | undefined;
  /** Until the room is asked again. */
  #timer: Disposable | undefined;
  /** Until what it refused is announced again. */
  #again: Disposable | undefined;
  #isClosed = false;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.room = parts.room;
    this.#watching.use(parts.room.watch(() => this.#look()));
    this.#watching.use(parts.book.watch(() => this.#reconsider()));
    this.#watching.use(parts.viewers.watch(() => this.#reconsider()));
    this.#look();
  }

  get size(): number {
    return this.#live.size;
  }

  has(share: Share): boolean {
    return this.#live.has(share);
  }

  snapshot(): Share[] {
    return this.#live.snapshot();
  }

  watch(watcher: Parameters<LiveSet<Share>['watch']>[0]): ReturnType<LiveSet<Share>['watch']> {
    return this.#live.watch(watcher);
  }

  /** What is shared from here, live. */
  get own(): LiveSet<OwnShare> {
    return this.#own;
  }

  /**
   * Shares something in the room, from now on. The source is the share's from then on, and stopped with it, also where
   * this fails.
   * @throws ShareError, RangeError where a bound is no number that may be
   */
  async share(source: ShareSource, options: ShareOptions = {}): Promise<OwnShare> {
    let share: OwnShare | undefined;
    try {
      const { room, begin } = this.#parts;
      if (this.#isClosed)
        throw new ShareError('left', 'Cannot share in this room: it was left. Join it again.');
      const { remote } = room;
      if (remote === undefined)
        throw new ShareError(
          'room-away',
          'Cannot share now: the room is not connected. Try again when it is back.',
        );
      share = await begin(source, options);
      await announce(remote, this.#announcementOf(share));
      if (share.state.peek() === 'ended' || this.#isClosed) {
        unannounce(remote, share.id).catch(throwLater);
        throw new ShareError('left', share.fault ?? 'The share ended before it had begun.');
      }
    } catch (error) {
      if (share === undefined) source.stop();
      else share.stop();
      throw error;
    }
    this.#enter(share);
    return share;
  }

  /** The room ends what somebody shows here, or everything; `undefined` is everybody. */
  end(by: FeedId | undefined): void {
    for (const { share } of this.#shares.values()) if (by === undefined || share.by === by) share.stop();
  }

  /** Nothing is shared or watched here any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#watching.dispose();
    this.#timer?.[Symbol.dispose]();
    this.#again?.[Symbol.dispose]();
    for (const share of this.#own.snapshot()) share.stop();
    for (const { share, shown } of [...this.#shares.values()]) {
      share.stop();
      shown?.[Symbol.dispose]();
    }
    this.#shares.clear();
  }

  #announcementOf({ id, since }: OwnShare): SignedAnnouncement {
    const { identity, runtime, room } = this.#parts;
    const announcement = { room: room.id, by: identity.id, share: id, at: since };
    return signAnnouncement(runtime.crypto, identity.secretKey, announcement);
  }

  #enter(share: OwnShare): void {
    const left = new DisposableStack();
    left.use(this.#own.enter(share));
    left.use(this.#live.enter(new OwnListing(share, this.#parts.identity.id)));
    const stop = share.state.subscribe((state) => {
      if (state !== 'ended') return;
      queueMicrotask(() => {
        stop();
        left.dispose();
        unannounce(this.room.remote, share.id).catch(throwLater);
      });
    });
  }

  /** Each time the room is there anew, its stage is followed, and what is shared from here announced. */
  #look(): void {
    const { remote } = this.room;
    // Whoever may watch and no more, from now on, shows nothing to those who watch already, either.
    if (remote !== undefined && !this.room.may('share'))
      for (const share of this.#own.snapshot()) share.stop();
    if (remote === this.#remote) return;
    this.#remote = remote;
    if (remote === undefined) return;
    this.#follow(remote).catch(throwLater);
    this.#announceAgain(remote, this.#own.snapshot());
  }

  /** What a room refuses now, as one does that was told much, it is asked again: shares go on for those who know of them. */
  #announceAgain(remote: Remote<RoomContract>, shares: Iterable<OwnShare>): void {
    this.#again?.[Symbol.dispose]();
    this.#again = undefined;
    const refused = new Set<OwnShare>();
    for (const share of shares)
      announce(remote, this.#announcementOf(share)).catch((error: unknown) => {
        if (!(error instanceof ShareError)) return throwLater(error);
        if (error.fault !== 'refused' || this.#remote !== remote || this.#isClosed) return;
        refused.add(share);
        this.#again ??= this.#parts.runtime.clock.after(ASK_AGAIN_MS, () => {
          if (this.#remote !== remote) return;
          this.#announceAgain(
            remote,
            [...refused].filter((one) => this.#own.has(one)),
          );
        });
      });
  }

  async #follow(remote: Remote<RoomContract>): Promise<void> {
    const { runtime, room } = this.#parts;
    const outcome = await followStage({
      ...{ remote, room: room.id, crypto: runtime.crypto, clock: runtime.clock },
      onShares: (all) => this.#replace(all),
      onBegan: (announcement) => this.#began(announcement),
      onEnded: (by, share) => this.#ended(keyOf(by, share)),
    });
    if (outcome === 'unknown') return this.#replace([]);
    if (this.#remote !== remote || this.#isClosed) return;
    this.#timer = runtime.clock.after(ASK_AGAIN_MS, () => {
      if (this.#remote === remote) this.#follow(remote).catch(throwLater);
    });
  }

  #replace(all: readonly Announcement[]): void {
    const there = new Set(all.map(({ by, share }) => keyOf(by, share)));
    for (const key of [...this.#listed]) if (!there.has(key)) this.#ended(key);
    for (const announcement of all) this.#began(announcement);
  }

  #began(announcement: Announcement): void {
    const { by, share: id } = announcement;
    // One's own are known here; another device of the same person cannot be linked to.
    if (this.#isClosed || by === this.#parts.identity.id || this.#shares.size >= MAX_LISTED_SHARES) return;
    const key = keyOf(by, id);
    this.#listed.add(key);
    if (this.#shares.has(key)) return;
    const { room, watch } = this.#parts;
    const share = new ListedShare(announcement, {
      ...{ room, begin: watch },
      onUnwatched: () => {
        if (!this.#listed.has(key)) this.#drop(key);
      },
    });
    this.#shares.set(key, { share, shown: undefined });
    this.#show(key);
  }

  /** The room lists it no more. Whoever watches it goes on: it is over when the sharer says so. */
  #ended(key: string): void {
    this.#listed.delete(key);
    if (this.#shares.get(key)?.share.watching === undefined) this.#drop(key);
  }

  #drop(key: string): void {
    const entry = this.#shares.get(key);
    this.#shares.delete(key);
    entry?.shown?.[Symbol.dispose]();
  }

  #show(key: string): void {
    const entry = this.#shares.get(key);
    if (entry === undefined) return;
    const { book, viewers } = this.#parts;
    const { by } = entry.share;
    if (book.relationOf(by) !== 'blocked' && !viewers.isViewerIn(this.room.id, by))
      entry.shown ??= this.#live.enter(entry.share);
    else {
      entry.share.stop();
      entry.shown?.[Symbol.dispose]();
      entry.shown = undefined;
    }
  }

  /** Of whoever is blocked, or only watches, nothing is shown. */
  #reconsider(): void {
    for (const key of [...this.#shares.keys()]) this.#show(key);
  }
}

/** One's own share among those of the others. */
class OwnListing implements Share {
  readonly isOwn = true;
  readonly #share: OwnShare;
  readonly by: FeedId;

  constructor(share: OwnShare, by: FeedId) {
    this.#share = share;
    this.by = by;
  }

  get id(): ShareId {
    return this.#share.id;
  }

  get room(): Room {
    return this.#share.room;
  }

  get since(): number {
    return this.#share.since;
  }

  async watch(): Promise<never> {
    throw new RangeError(
      `Cannot watch ${this.id}: it is your own share. Show what its source captures instead.`,
    );
  }
}

function keyOf(by: FeedId, share: ShareId): string {
  return `${by} ${share}`;
}
