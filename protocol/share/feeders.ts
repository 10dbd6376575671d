import type { FeedId } from '../identity/feed-id.ts';
import { type Feeder, FeederLine, type FeedWay } from './feeder-line.ts';
import type { Position } from './group-cache.ts';
import type { LostWhy } from './tree-blame.ts';

/** What a viewer is to do, in this order. */
export type WatchAction =
  /** Open a carrier and say hello with the ticket, from where we are on. It is told whether that comes to something. */
  | { readonly kind: 'open'; readonly feeder: Feeder; readonly way: FeedWay; readonly have?: Position }
  /** End the carrier, or the attempt to open it. Nothing more of it is to be told. */
  | { readonly kind: 'close'; readonly id: FeedId; readonly way: FeedWay }
  /** Tell the sharer. */
  | { readonly kind: 'lost'; readonly parent: FeedId; readonly why: LostWhy }
  /** Ask the sharer for a keyframe. */
  | { readonly kind: 'need-key' };

/** Feeders that are open and were left for another, who has brought nothing yet. */
const MAX_LEAVING = 4;

/** Those who feed a viewer, or are tried, and what is to be done about it. */
export class Feeders {
  /** Who is to feed us. */
  main: FeederLine | undefined;
  /** Who is tried beside it, while there is doubt. */
  spare: FeederLine | undefined;
  /** Those who fed us before, until the new one does. */
  leaving: FeederLine[] = [];
  /** The newest video that came. */
  have: Position | undefined;
  readonly #actions: WatchAction[] = [];

  /** The main one and the spare one. */
  get tried(): readonly FeederLine[] {
    return [this.main, this.spare].filter((line) => line !== undefined);
  }

  get all(): readonly FeederLine[] {
    return [...this.tried, ...this.leaving];
  }

  lineOf(id: FeedId): FeederLine | undefined {
    return this.all.find((line) => line.id === id);
  }

  /** What is to be done, once. */
  takeActions(): readonly WatchAction[] {
    return this.#actions.splice(0);
  }

  do(action: WatchAction): void {
    this.#actions.push(action);
  }

  /** Begins with somebody, the direct way first; with both at once where it is urgent. */
  begin(
    feeder: Feeder,
    now: number,
    { isWarm, isUrgent }: { isWarm: boolean; isUrgent: boolean },
  ): FeederLine {
    const line = new FeederLine(feeder, now, isWarm);
    this.open(line, 'direct');
    if (isUrgent) this.open(line, 'room');
    return line;
  }

  open(line: FeederLine, way: FeedWay): void {
    line.opening(way);
    const from = this.have === undefined ? {} : { have: this.have };
    this.do({ kind: 'open', feeder: line.feeder, way, ...from });
  }

  close(line: FeederLine, way: FeedWay): void {
    if (line.stateOf(way) === 'none') return;
    line.over(way);
    this.do({ kind: 'close', id: line.id, way });
  }

  /** Ends all that there is with somebody. Where it was the main one the spare one takes its place. */
  leave(line: FeederLine): void {
    for (const way of line.ways) this.close(line, way);
    this.leaving = this.leaving.filter((other) => other !== line);
    if (this.spare === line) this.spare = undefined;
    if (this.main !== line) return;
    this.main = this.spare;
    this.spare = undefined;
  }

  /** Another is the main one from now on; the one before feeds us until it does. */
  replaceMain(line: FeederLine): void {
    const before = this.main;
    this.leaving = this.leaving.filter((other) => other !== line);
    if (this.spare === line) this.spare = undefined;
    this.main = line;
    if (before !== undefined) this.#retire(before);
  }

  /** The main one brings nothing: the spare one takes its place, and it may come back until that does. */
  doubtMain(): void {
    const before = this.main;
    this.main = this.spare;
    this.spare = undefined;
    if (before !== undefined) this.#retire(before);
  }

  /** Stays open, where it is, until the main one feeds us. */
  #retire(line: FeederLine): void {
    if (!line.isOpen) for (const way of line.ways) this.close(line, way);
    else this.leaving.push(line);
    for (const oldest of this.leaving.slice(0, -MAX_LEAVING)) this.leave(oldest);
  }
}
