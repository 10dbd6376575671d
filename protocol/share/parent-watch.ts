import type { FeedId } from '../identity/feed-id.ts';
import { FeedPace } from './feed-pace.ts';
import { type FeedLack, handoverDue, probeDue, roomDue, silentDue, verdictDue } from './feeder-dues.ts';
import type { Feeder, FeederLine, FeedWay } from './feeder-line.ts';
import { Feeders, type WatchAction } from './feeders.ts';
import type { Position } from './group-cache.ts';
import { KeyWish } from './key-wish.ts';
import type { Track } from './media.ts';
import type { LostWhy } from './tree-blame.ts';

/** A backup that has been known for so long has been linked meanwhile. */
export const WARM_AFTER_MS = 3_000;

/** How often the direct way is tried again while the room carries. */
export const DIRECT_AGAIN_MS = 5_000;

/** Where nobody feeds us, all is tried again after this, and the sharer told again: it may not have heard. */
export const TELL_AGAIN_MS = 3_000;

/** A viewer's place in the tree, as the sharer says it. */
export interface GivenPlace {
  /** One with a lower number than another that came before is passed over. */
  readonly number: number;
  /** Nobody: it waits. */
  readonly parent?: Feeder | undefined;
  readonly backup?: Feeder | undefined;
}

/** `no-place`: the sharer has none for us. `opening`: nobody has fed us yet. `silent`: nobody does any more. */
export type FeedState = 'no-place' | 'opening' | 'fed' | 'silent';

/**
 * Who feeds a viewer, and when it leaves them for another ([share-tree.md](../../spec/share-tree.md), rules 31 to 42).
 * It is told what happens, with the time in milliseconds, and answers what is to be done; at {@link deadline} it is to
 * be called again.
 */
export class ParentWatch {
  readonly #sharer: FeedId;
  readonly #feeders = new Feeders();
  readonly #pace = new FeedPace();
  readonly #keyWish = new KeyWish();
  #place: GivenPlace | undefined;
  #backupSince = 0;
  /** Of our place: those who came to nothing. */
  readonly #failed = new Set<FeedId>();
  readonly #forgers = new Set<FeedId>();
  /** What there is, by the last beat, and since when we lack it. */
  #newest: Position | undefined;
  #lackSince: number | undefined;
  #source: { readonly id: FeedId; readonly way: FeedWay } | undefined;
  #tellAgainAt: number | undefined;

  constructor({ sharer }: { readonly sharer: FeedId }) {
    this.#sharer = sharer;
  }

  /** Who brought the last video that was new, and which way; `undefined` once they bring nothing any more. */
  get source(): { readonly id: FeedId; readonly way: FeedWay } | undefined {
    return this.#source;
  }

  get state(): FeedState {
    if (this.#place?.parent === undefined) return 'no-place';
    if (this.#feeders.all.some(({ isOpen }) => isOpen)) return 'fed';
    return this.#feeders.have === undefined ? 'opening' : 'silent';
  }

  /** The sharer gives us a place. */
  place(place: GivenPlace, now: number): readonly WatchAction[] {
    const before = this.#place;
    if (before !== undefined && place.number <= before.number) return [];
    const isWarm = this.#isWarm(place.parent, now);
    if (place.backup?.id !== before?.backup?.id) this.#backupSince = now;
    this.#place = place;
    this.#failed.clear();
    this.#tellAgainAt = undefined;
    if (place.parent === undefined) for (const line of this.#feeders.all) this.#feeders.leave(line);
    else this.#follow(place.parent, isWarm, now);
    return this.#review(now);
  }

  /** A carrier that was to be opened is there. */
  opened(id: FeedId, way: FeedWay, now: number): readonly WatchAction[] {
    const line = this.#feeders.lineOf(id);
    if (line?.stateOf(way) !== 'opening') return [];
    line.opened(way, now);
    // Of two carriers of one child its parent would keep the later.
    if (way === 'direct' && line.stateOf('room') === 'opening') this.#feeders.close(line, 'room');
    return this.#review(now);
  }

  /** A carrier has ended, or could not be opened. */
  closed(id: FeedId, way: FeedWay, why: LostWhy, now: number): readonly WatchAction[] {
    const line = this.#feeders.lineOf(id);
    if (line === undefined || line.stateOf(way) === 'none') return [];
    line.over(way);
    // Whoever says no means all ways.
    if (why === 'refused' && !line.isOpen) this.#fail(line, why);
    else if (line.ways.length === 0 && !this.#goesRound(line, way, why)) this.#fail(line, why);
    else {
      if (line.ways.length === 0) this.#feeders.open(line, 'room');
      if (way === 'direct') line.directAgainAt = now + DIRECT_AGAIN_MS;
    }
    return this.#review(now);
  }

  /** It did what no parent may: it is never taken again. */
  forged(id: FeedId, now: number): readonly WatchAction[] {
    this.#forgers.add(id);
    const line = this.#feeders.lineOf(id);
    if (line !== undefined) this.#fail(line, 'forged');
    return this.#review(now);
  }

  /** A genuine chunk came, be it one that we had. */
  chunk(
    id: FeedId,
    way: FeedWay,
    chunk: Position & { readonly track: Track },
    now: number,
  ): readonly WatchAction[] {
    const line = this.#feeders.lineOf(id);
    if (line === undefined || line.stateOf(way) === 'none') return [];
    if (line.stateOf(way) === 'opening') line.opened(way, now);
    line.heard(now);
    if (way === 'direct') this.#feeders.close(line, 'room');
    if (chunk.track === 'video' && isAfter(chunk, this.#feeders.have)) this.#take(line, way, chunk, now);
    const { main, spare } = this.#feeders;
    // It has what the other brought first: the doubt is over.
    const hasSame = chunk.track === 'video' && !isAfter(spare?.aheadWith, chunk);
    if (line === main && spare !== undefined && hasSame) this.#feeders.leave(spare);
    return this.#review(now);
  }

  /** The sharer says how new the newest is. */
  beat({ newest }: { readonly newest?: Position | undefined }, now: number): readonly WatchAction[] {
    const { main, spare, have } = this.#feeders;
    this.#newest = newest;
    if (isAfter(newest, have)) this.#lackSince ??= now;
    else {
      this.#lackSince = undefined;
      if (isDue(this.#pace.pauseAt, now)) this.#pace.rested();
      // Nothing was to be had: the doubt was for nothing.
      if (main?.isOpen === true && spare !== undefined && spare.aheadAt === undefined)
        this.#feeders.leave(spare);
    }
    return this.#review(now);
  }

  /** Whether what came can be decoded no further without a keyframe. */
  broken(isBroken: boolean, now: number): readonly WatchAction[] {
    this.#keyWish.set(isBroken, now);
    return this.#review(now);
  }

  /** To be called at {@link deadline}. */
  tick(now: number): readonly WatchAction[] {
    return this.#review(now);
  }

  /** When to call {@link tick}; `undefined` while nothing is awaited. */
  deadline(): number | undefined {
    const dues = [
      ...this.#feeders.tried.flatMap((line) => [roomDue(line), line.directAgainAt]),
      this.#probeDue,
      verdictDue(this.#feeders),
      this.#feeders.main && silentDue(this.#feeders.main, this.#lack),
      handoverDue(this.#feeders),
      this.#tellAgainAt,
      this.#keyWish.deadline,
    ].filter((due) => due !== undefined);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  get #lack(): FeedLack {
    return { lackSince: this.#lackSince, sharer: this.#sharer, pauseAt: this.#pace.pauseAt };
  }

  /** The backup, where it can still be tried. */
  get #next(): Feeder | undefined {
    const backup = this.#place?.backup;
    return this.#mayTry(backup) && this.#feeders.lineOf(backup.id) === undefined ? backup : undefined;
  }

  get #probeDue(): number | undefined {
    const { main, spare } = this.#feeders;
    if (main === undefined || spare !== undefined || this.#next === undefined) return undefined;
    return probeDue(main, this.#lack);
  }

  #mayTry(feeder: Feeder | undefined): feeder is Feeder {
    return feeder !== undefined && !this.#failed.has(feeder.id) && !this.#forgers.has(feeder.id);
  }

  #isWarm(feeder: Feeder | undefined, now: number): boolean {
    const backup = this.#place?.backup;
    return backup !== undefined && backup.id === feeder?.id && now - this.#backupSince >= WARM_AFTER_MS;
  }

  /** Does whatever is due by now. */
  #review(now: number): readonly WatchAction[] {
    const feeders = this.#feeders;
    const next = this.#next;
    if (isDue(this.#probeDue, now) && next !== undefined)
      feeders.spare = this.#begin(next, this.#isWarm(next, now), now);
    if (isDue(verdictDue(feeders), now) && feeders.main !== undefined) this.#giveUp(feeders.main);
    // Whoever takes its place may have had its time, too.
    while (feeders.main !== undefined && isDue(silentDue(feeders.main, this.#lack), now))
      this.#giveUp(feeders.main);
    if (isDue(this.#tellAgainAt, now)) {
      this.#tellAgainAt = undefined;
      this.#failed.clear();
    }
    if (feeders.main === undefined) this.#goOn(now);
    for (const line of feeders.tried) {
      if (isDue(roomDue(line), now)) feeders.open(line, 'room');
      if (isDue(line.directAgainAt, now)) feeders.open(line, 'direct');
    }
    if (isDue(handoverDue(feeders), now)) for (const line of feeders.leaving) feeders.leave(line);
    if (this.#keyWish.isDue(now)) feeders.do({ kind: 'need-key' });
    return feeders.takeActions();
  }

  #take(line: FeederLine, way: FeedWay, { group, sequence }: Position, now: number): void {
    this.#feeders.have = { group, sequence };
    this.#pace.came(now);
    this.#source = { id: line.id, way };
    line.aheadAt ??= now;
    line.aheadWith ??= this.#feeders.have;
    if (!isAfter(this.#newest, this.#feeders.have)) this.#lackSince = undefined;
  }

  /** Goes to the parent that the sharer says, wherever we are. */
  #follow(parent: Feeder, isWarm: boolean, now: number): void {
    const feeders = this.#feeders;
    if (this.#forgers.has(parent.id)) feeders.do({ kind: 'lost', parent: parent.id, why: 'forged' });
    else if (feeders.main?.id !== parent.id)
      feeders.replaceMain(feeders.lineOf(parent.id) ?? this.#begin(parent, isWarm, now));
  }

  /** Where the picture stands still, and no link may be there yet, all ways are tried at once. */
  #begin(feeder: Feeder, isWarm: boolean, now: number): FeederLine {
    const isUrgent = !isWarm && this.#feeders.have !== undefined && this.#source === undefined;
    return this.#feeders.begin(feeder, now, { isWarm, isUrgent });
  }

  /** Nobody is tried: the parent or the backup is, where they have not failed. */
  #goOn(now: number): void {
    const { parent, backup } = this.#place ?? {};
    const next = [parent, backup].find((feeder) => this.#mayTry(feeder));
    if (next !== undefined) {
      const line = this.#feeders.lineOf(next.id) ?? this.#begin(next, this.#isWarm(next, now), now);
      this.#feeders.replaceMain(line);
    } else if (parent !== undefined) this.#tellAgainAt ??= now + TELL_AGAIN_MS;
  }

  /** Whether the room's way to the same one is better than another one: no direct way can be, or there is nobody else. */
  #goesRound(line: FeederLine, way: FeedWay, why: LostWhy): boolean {
    if (way !== 'direct' || !line.mayTryRoom || !this.#feeders.tried.includes(line)) return false;
    return (
      why === 'unreachable' ||
      (why === 'gone' && this.#next === undefined && this.#feeders.spare === undefined)
    );
  }

  /** It has brought nothing: the sharer is told. It may be that it starves itself, and feeds us again before others do. */
  #giveUp(line: FeederLine): void {
    this.#feeders.doubtMain();
    this.#tellLost(line, line.openedAt === undefined ? 'unreachable' : 'silent');
  }

  #fail(line: FeederLine, why: LostWhy): void {
    const isTried = this.#feeders.tried.includes(line);
    this.#feeders.leave(line);
    if (isTried) this.#tellLost(line, why);
  }

  #tellLost(line: FeederLine, why: LostWhy): void {
    this.#failed.add(line.id);
    this.#feeders.do({ kind: 'lost', parent: line.id, why });
    if (this.#source?.id === line.id) this.#source = undefined;
  }
}

function isDue(due: number | undefined, now: number): boolean {
  return due !== undefined && due <= now;
}

function isAfter(position: Position | undefined, than: Position | undefined): boolean {
  if (position === undefined) return false;
  if (than === undefined || position.group !== than.group) return position.group > (than?.group ?? -1);
  return position.sequence > than.sequence;
}
