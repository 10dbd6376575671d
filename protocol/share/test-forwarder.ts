import type { FeedId } from '../identity/feed-id.ts';
import type { Chunk } from './chunk.ts';
import { FanOut } from './fan-out.ts';
import type { FeedWay } from './feeder-line.ts';
import { GroupCache, type Position } from './group-cache.ts';
import { SendQueue } from './send-queue.ts';
import type { Timeline } from './test-timeline.ts';

/** What a room carries for one child. */
const ROOM_RATE = 100_000;

/** How often it is looked at what feeding costs. */
const LOOK_MS = 250;

/** One who is fed, as their parent sees them. */
interface TestChild {
  readonly way: FeedWay;
  readonly queue: SendQueue;
  /** Another carrier of the same child has taken its place. */
  readonly replaced: () => void;
  /** Takes a chunk that has arrived. */
  readonly deliver: (chunk: Chunk) => void;
  /** Milliseconds that a chunk is under way; another number each time, where something is lost. */
  readonly underWay: () => number;
  lastArrival: number;
}

export interface ForwarderParts {
  readonly id: FeedId;
  readonly time: Timeline;
  /** Of its line, in bytes per millisecond: all children share it. */
  readonly uplink: number;
  readonly mayForward: boolean;
  /** Children at most. */
  readonly most: number;
}

/** The side of somebody who feeds: the same for the sharer and for viewers. */
export class TestForwarder {
  readonly id: FeedId;
  readonly time: Timeline;
  readonly cache = new GroupCache();
  readonly children = new Map<FeedId, TestChild>();
  readonly fanOut: FanOut;
  isDead = false;
  sentBytes = 0;
  /** Children that ever came. */
  hadChildren = 0;
  #shareBytes = 0;
  readonly #uplink: number;
  #freeAt = 0;
  #isPumping = false;
  #before: readonly { readonly sent: number; readonly share: number }[] = [];

  constructor({ id, time, uplink, mayForward, most }: ForwarderParts) {
    this.id = id;
    this.time = time;
    this.#uplink = uplink;
    this.fanOut = new FanOut({ mayForward: () => mayForward, most });
    time.every(
      LOOK_MS,
      LOOK_MS,
      () => !this.isDead,
      () => this.#measure(),
    );
  }

  get capacity(): number {
    return this.fanOut.capacity;
  }

  accept(id: FeedId, child: Omit<TestChild, 'queue' | 'lastArrival'>, have: Position | undefined): void {
    const queue = new SendQueue(child.way === 'room' ? { maxLayer: 0, bytesPerSecond: ROOM_RATE } : {});
    if (!this.children.has(id)) this.hadChildren++;
    this.children.get(id)?.replaced();
    this.children.set(id, { ...child, queue, lastArrival: 0 });
    for (const chunk of this.cache.since(have)) queue.push(chunk, this.time.now);
    this.#pump();
  }

  /** @param way of that carrier only */
  drop(id: FeedId, way?: FeedWay): void {
    if (way === undefined || this.children.get(id)?.way === way) this.children.delete(id);
  }

  forward(chunk: Chunk): void {
    this.#shareBytes += chunk.bytes.length;
    this.cache.push(chunk);
    for (const { queue } of this.children.values()) queue.push(chunk, this.time.now);
    this.#pump();
  }

  /** What becomes of a chunk on its way to a child. */
  handOver(chunk: Chunk): Chunk | undefined {
    return chunk;
  }

  /** Gives the line to one child after the other. */
  #pump(): void {
    if (this.#isPumping || this.isDead) return;
    const { now } = this.time;
    this.#freeAt = Math.max(this.#freeAt, now);
    for (const [id, child] of this.children) {
      if (this.#freeAt >= now + 1) break;
      const chunk = child.queue.next(now);
      if (chunk === undefined) continue;
      // Last in the order from now on.
      this.children.delete(id);
      this.children.set(id, child);
      this.#send(child, chunk);
    }
    this.#pumpLater();
  }

  #pumpLater(): void {
    const { now } = this.time;
    const dues = [...this.children.values()].flatMap(({ queue }) => {
      if (queue.bytes === 0) return [];
      return [queue.deadline(now) ?? now];
    });
    if (dues.length === 0) return;
    this.#isPumping = true;
    this.time.after(Math.max(1, this.#freeAt - now, Math.min(...dues) - now), () => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #send(child: TestChild, chunk: Chunk): void {
    this.#freeAt += chunk.bytes.length / this.#uplink;
    this.sentBytes += chunk.bytes.length;
    const arrival = Math.max(child.lastArrival, this.#freeAt + child.underWay());
    child.lastArrival = arrival;
    const sent = this.handOver(chunk);
    if (sent !== undefined) this.time.after(arrival - this.time.now, () => child.deliver(sent));
  }

  #measure(): void {
    const { now } = this.time;
    const [oldest = { sent: 0, share: 0 }] = this.#before;
    this.fanOut.report(
      {
        children: this.children.size,
        sentBytesPerSecond: this.sentBytes - oldest.sent,
        shareBytesPerSecond: this.#shareBytes - oldest.share,
        oldestQueueMs: [...this.children.values()]
          .filter(({ way }) => way === 'direct')
          .map(({ queue }) => queue.ageMs(now)),
        lagMs: 0,
      },
      now,
    );
    this.#before = [...this.#before, { sent: this.sentBytes, share: this.#shareBytes }].slice(
      -1000 / LOOK_MS,
    );
  }
}
