import type { Family, ShareId } from '@open-rooms/protocol';
import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals-core';
import type { LiveSet } from '../connection/attendants.ts';
import { throwLater } from '../connection/room-connection.ts';
import type { Share, ShareOptions } from '../shares/share.ts';
import type { ShareSource } from '../shares/share-source.ts';
import type { OwnShare } from '../shares/sharing/own-share.ts';
import type { Watching } from '../shares/watching/watching.ts';
import { liveItems } from './watched-signal.ts';

/** The parts of a share that are seen. */
export type WatchingView = Pick<
  Watching,
  'state' | 'source' | 'facts' | 'onPiece' | 'shown' | 'needKey' | 'stop'
>;

/** What somebody shows, before it is watched. */
export interface ShareView extends Omit<Share, 'watch' | 'room'> {
  watch(options: Parameters<Share['watch']>[0]): Promise<WatchingView>;
}

/** What this person shows. */
export type OwnShareView = Pick<
  OwnShare,
  | ('id' | 'since' | 'source' | 'state' | 'fault' | 'viewers' | 'rate')
  | ('pause' | 'resume' | 'setMode' | 'replace' | 'remove' | 'stop')
>;

/** The stage of a room; `client.stage(room)` is one. */
export interface StagePort extends LiveSet<ShareView> {
  readonly own: LiveSet<OwnShareView>;
  share(source: ShareSource, options?: ShareOptions): Promise<OwnShareView>;
}

/** How shares are watched here. */
export interface WatchWays {
  readonly decodes: readonly Family[];
  readonly mayForward: () => boolean;
  /** How many begin by themselves; whoever wants more says so. */
  readonly most: ReadonlySignal<number>;
}

/** How loud a share is to be heard. */
export interface Loudness {
  /** From 0 to 1. */
  readonly volume: number;
  readonly isMuted: boolean;
}

/** `theatre`: one is large, the others stand below it. `grid`: all are as large. */
export type StageLayout = 'theatre' | 'grid';

/**
 * What is live in a room as signals, and what this page watches of it. It goes on while another page is shown, so that
 * whoever is fed from here sees no gap.
 */
export class StageState {
  readonly stage: StagePort;
  /** What others share, in the order in which it is known. */
  readonly shares: ReadonlySignal<readonly ShareView[]>;
  /** What is shared from here. */
  readonly own: ReadonlySignal<readonly OwnShareView[]>;
  /** What is watched, by its id. One that was refused or has ended stays, so that the reason is seen. */
  readonly watched: ReadonlySignal<ReadonlyMap<ShareId, WatchingView>>;
  /** Whether there is anything on. */
  readonly isOn: ReadonlySignal<boolean>;
  readonly layout: Signal<StageLayout> = signal<StageLayout>('theatre');
  /** What the person wants to see large. */
  readonly pinned: Signal<ShareId | undefined> = signal<ShareId | undefined>(undefined);
  readonly #loudness = new Map<ShareId, Signal<Loudness>>();
  readonly #watched = signal<ReadonlyMap<ShareId, WatchingView>>(new Map());
  /** What the person does not want to see. */
  readonly #declined = new Set<ShareId>();
  /** What is about to be watched. */
  readonly #coming = new Set<ShareId>();
  #ways: WatchWays | undefined;
  #stopFollowing: (() => void) | undefined;

  constructor(stage: StagePort) {
    this.stage = stage;
    const all = liveItems(stage);
    this.shares = computed(() => all.value.filter(({ isOwn }) => !isOwn));
    this.own = liveItems(stage.own);
    this.watched = this.#watched;
    this.isOn = computed(() => this.shares.value.length + this.own.value.length > 0);
  }

  /** Watches what is on and what comes, from now on. What was said first stays. */
  begin(ways: WatchWays): void {
    if (this.#ways !== undefined) return;
    this.#ways = ways;
    this.#stopFollowing = effect(() => {
      const shares = this.shares.value;
      const most = ways.most.value;
      // One that is refused, or over, makes room for the next.
      for (const { state } of this.#watched.value.values()) void state.value;
      untracked(() => this.#follow(shares, most));
    });
  }

  /** Watches one, though there may be many. It is tried anew where it was refused. */
  watch(share: ShareView): void {
    const ways = this.#ways;
    if (ways === undefined) return;
    this.#declined.delete(share.id);
    this.#begin(share, ways).catch(throwLater);
  }

  /** How loud the person wants to hear a share; it stays so while it is on, wherever it is drawn. */
  loudness(id: ShareId): Signal<Loudness> {
    const there = this.#loudness.get(id);
    if (there !== undefined) return there;
    const loudness = signal<Loudness>({ volume: 1, isMuted: false });
    this.#loudness.set(id, loudness);
    return loudness;
  }

  /** Watches one no more, until the person says so again. */
  unwatch(id: ShareId): void {
    this.#declined.add(id);
    if (this.pinned.peek() === id) this.pinned.value = undefined;
    this.#drop(id);
  }

  /** The room is left: nothing is watched, and nothing shared. */
  leave(): void {
    this.#stopFollowing?.();
    this.#ways = undefined;
    for (const id of this.#watched.peek().keys()) this.#drop(id);
    for (const own of this.stage.own.snapshot()) own.stop();
  }

  #follow(shares: readonly ShareView[], most: number): void {
    const ids = new Set(shares.map(({ id }) => id));
    for (const id of this.#watched.peek().keys()) if (!ids.has(id)) this.#drop(id);
    for (const id of this.#loudness.keys()) if (!ids.has(id)) this.#loudness.delete(id);
    for (const share of shares) {
      if (this.#seen() >= most) return;
      const isHere = this.#watched.peek().has(share.id) || this.#coming.has(share.id);
      if (!isHere && !this.#declined.has(share.id)) this.watch(share);
    }
  }

  /** What was decided meanwhile counts. */
  async #begin(share: ShareView, ways: WatchWays): Promise<void> {
    const { decodes, mayForward } = ways;
    this.#coming.add(share.id);
    try {
      const watching = await share.watch({ decodes, mayForward });
      const isOn = this.shares.peek().some(({ id }) => id === share.id);
      if (isOn && this.#ways === ways && !this.#declined.has(share.id)) this.#set(share.id, watching);
      else watching.stop();
    } finally {
      this.#coming.delete(share.id);
    }
  }

  /** How many are watched that may still be seen. */
  #seen(): number {
    const kinds = [...this.#watched.peek().values()].map(({ state }) => state.peek().kind);
    return this.#coming.size + kinds.filter((kind) => kind !== 'refused' && kind !== 'ended').length;
  }

  #set(id: ShareId, watching: WatchingView): void {
    this.#watched.value = new Map(this.#watched.peek()).set(id, watching);
  }

  #drop(id: ShareId): void {
    const left = new Map(this.#watched.peek());
    left.get(id)?.stop();
    left.delete(id);
    this.#watched.value = left;
  }
}
