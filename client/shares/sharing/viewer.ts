import {
  type Clock,
  type Family,
  type FeedId,
  type SharerMessage,
  TokenBucket,
  type ViewerMessage,
} from '@open-rooms/protocol';
import {
  CAPACITY_CALM_MS,
  VIEWER_GOODBYE_MS,
  VIEWER_RETURN_MS,
  WATCH_MESSAGES_AT_ONCE,
  WATCH_MESSAGES_PER_SECOND,
} from '../share-limits.ts';
import type { WatchLine } from '../watch-line.ts';
import type { ViewerFacts } from './share-facts.ts';

export type ViewerHello = Extract<ViewerMessage, { type: 'hello' }>;
export type ViewerReport = Extract<ViewerMessage, { type: 'report' }>;
export type ViewerLine = WatchLine<ViewerMessage, SharerMessage>;

export interface ViewerParts {
  readonly id: FeedId;
  /** When it came: milliseconds since 1970. */
  readonly since: number;
  readonly clock: Clock;
  readonly onMessage: (viewer: Viewer, message: ViewerMessage) => void;
  /** It has no control stream any more, and has not come back in time. */
  readonly onGone: (viewer: Viewer) => void;
  /** Its link is wanted as long as it watches. */
  readonly kept: Disposable;
  /** Whether it may come back: there is still a link to it. */
  readonly mayReturn: () => boolean;
}

/** One who watches, as the sharer knows it: its control stream, and what it has said of itself. */
export class Viewer {
  readonly id: FeedId;
  readonly since: number;
  readonly #parts: ViewerParts;
  #line: ViewerLine | undefined;
  /** Of all its streams: another one gives it no more to say. */
  readonly #pace = new TokenBucket(WATCH_MESSAGES_PER_SECOND, WATCH_MESSAGES_AT_ONCE);
  #hello: ViewerHello;
  #report: ViewerReport | undefined;
  #capacity: number;
  #capacityFellAt = Number.NEGATIVE_INFINITY;
  #behindMs: number | undefined;
  #gone: Disposable | undefined;

  constructor(line: ViewerLine, hello: ViewerHello, parts: ViewerParts) {
    this.id = parts.id;
    this.since = parts.since;
    this.#parts = parts;
    this.#hello = hello;
    this.#capacity = hello.capacity;
    this.take(line, hello);
  }

  /** What it decodes. */
  get decodes(): readonly Family[] {
    return this.#hello.decodes;
  }

  /** Others that it may feed. */
  get capacity(): number {
    return this.#hello.mayForward ? this.#capacity : 0;
  }

  /** It speaks over this stream from now on: it has come, or come back. */
  take(line: ViewerLine, hello: ViewerHello): void {
    const before = this.#line;
    this.#line = line;
    this.#hello = hello;
    this.#setCapacity(hello.capacity);
    this.#gone?.[Symbol.dispose]();
    this.#gone = undefined;
    before?.close('replaced: you have opened another');
    line.onMessage((message) => {
      if (this.#line === line) this.#hear(message);
    });
    void line.closed.then(() => {
      if (this.#line === line) this.#lost();
    });
  }

  send(message: SharerMessage): void {
    this.#line?.send(message);
  }

  /** Keeps what it reports. `behindMs`: how old what it shows was when it came on screen. */
  reported(report: ViewerReport, behindMs: number | undefined): void {
    this.#report = report;
    this.#setCapacity(report.capacity);
    // What is on screen may have been captured longer ago than is remembered: it was not further behind for that.
    if (report.shown === undefined) this.#behindMs = undefined;
    else this.#behindMs = behindMs ?? this.#behindMs;
  }

  /** @param isFedHere whether the sharer feeds it */
  facts(isFedHere: boolean): ViewerFacts {
    const { fps = 0, from, through } = this.#report ?? {};
    return { id: this.id, behindMs: this.#behindMs, fps, from, through, isFedHere };
  }

  /**
   * Ends its control stream, behind what was said; it does not come back by that. Resolves when that is done, be it that
   * the viewer takes too long and is cut.
   */
  async close(): Promise<void> {
    this.#parts.kept[Symbol.dispose]();
    this.#gone?.[Symbol.dispose]();
    const line = this.#line;
    this.#line = undefined;
    if (line === undefined) return;
    line.close();
    using _late = this.#parts.clock.after(VIEWER_GOODBYE_MS, () =>
      line.close('too-slow: it is over, and you do not end it'),
    );
    await line.closed;
  }

  /** Whoever cannot come back is gone at once. */
  reconsider(): void {
    if (this.#line === undefined && !this.#parts.mayReturn()) this.#parts.onGone(this);
  }

  /** Counts something that it says, a hello too; whoever says far too much is cut, and this answers no. */
  maySay(line = this.#line): boolean {
    const now = this.#parts.clock.now();
    const may = this.#pace.delay(now) <= 0;
    if (may) this.#pace.take(now);
    else line?.close('too-many: you say more than there is to say');
    return may;
  }

  #hear(message: ViewerMessage): void {
    if (this.maySay()) this.#parts.onMessage(this, message);
  }

  #setCapacity(capacity: number): void {
    const now = this.#parts.clock.now();
    if (capacity > this.#capacity && now - this.#capacityFellAt < CAPACITY_CALM_MS) return;
    if (capacity < this.#capacity) this.#capacityFellAt = now;
    this.#capacity = capacity;
  }

  #lost(): void {
    this.#line = undefined;
    if (!this.#parts.mayReturn()) return this.#parts.onGone(this);
    this.#gone = this.#parts.clock.after(VIEWER_RETURN_MS, () => this.#parts.onGone(this));
  }
}
