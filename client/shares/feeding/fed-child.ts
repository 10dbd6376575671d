import { type Chunk, type Clock, type GoodbyeReason, SendQueue, TokenBucket } from '@open-rooms/protocol';
import type { Carrier } from '../carriers/carrier.ts';

/**
 * What one child is given through the room at most, its share's lowest layer: a share of text has 0.3 to 0.6 Mb/s, and a
 * room's owner pays for each.
 */
export const RELAYED_BYTES_PER_SECOND = 100_000;

/** A child that takes nothing for so long, though something waits, is fed no more: it went elsewhere long ago. */
export const CHILD_STALL_MS = 10_000;

/** How often a child may want other layers. */
const WANTS_PER_SECOND = 2;
export const WANTS_AT_ONCE = 20;

export interface FedChildParts {
  readonly clock: Clock;
  readonly carrier: Carrier;
  /** The highest layer that it wants. */
  readonly layers: number;
  readonly onSent: (bytes: number) => void;
}

/** One child: what waits for it, and the carrier that takes from there as fast as the child reads. */
export class FedChild {
  readonly carrier: Carrier;
  readonly #parts: FedChildParts;
  readonly #queue: SendQueue;
  #sentBytes = 0;
  /** Since when the carrier takes no more; `undefined` while it does. */
  #fullSince: number | undefined;
  #stall: Disposable | undefined;
  #timer: Disposable | undefined;
  #isOver = false;

  constructor(parts: FedChildParts) {
    const { carrier, layers } = parts;
    this.#parts = parts;
    this.carrier = carrier;
    const isRelayed = carrier.through === 'room';
    this.#queue = new SendQueue(isRelayed ? { maxLayer: 0, bytesPerSecond: RELAYED_BYTES_PER_SECOND } : {});
    this.#queue.setLayers(layers);
    carrier.onRoom(() => this.#pump());
    const wants = new TokenBucket(WANTS_PER_SECOND, WANTS_AT_ONCE);
    carrier.onFrame((frame) => {
      const now = parts.clock.now();
      if (frame.kind !== 'want')
        return carrier.close(`malformed: a frame "${frame.kind}" is none of a child that is fed`);
      if (wants.delay(now) > 0) return carrier.close('too-many: you want something else all the time');
      wants.take(now);
      this.#queue.setLayers(frame.layers);
    });
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** How long the oldest that has not left has waited; what a carrier holds counts, since it took it. */
  get queueMs(): number {
    const now = this.#parts.clock.now();
    return Math.max(this.#queue.ageMs(now), this.#fullSince === undefined ? 0 : now - this.#fullSince);
  }

  push(chunks: readonly Chunk[]): void {
    if (this.#isOver) return;
    const now = this.#parts.clock.now();
    for (const chunk of chunks) this.#queue.push(chunk, now);
    this.#pump();
  }

  /** Ends it once what was sent has left, and says why where there is something to be said. Who does not read is cut. */
  leave(why?: GoodbyeReason): void {
    const { clock, carrier } = this.#parts;
    this.stop();
    if (why !== undefined) carrier.send({ kind: 'goodbye', why });
    carrier.close();
    const late = clock.after(CHILD_STALL_MS, () => carrier.close('too-slow: you do not read what is left'));
    void carrier.closed.then(() => late[Symbol.dispose]());
  }

  /** Nothing is sent any more: the carrier is over, or another has taken its place. */
  stop(): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
    this.#stall?.[Symbol.dispose]();
  }

  #pump(): void {
    if (this.#isOver) return;
    const { clock, onSent } = this.#parts;
    this.#timer?.[Symbol.dispose]();
    while (this.carrier.room > 0) {
      const chunk = this.#queue.next(clock.now());
      if (chunk === undefined) break;
      this.carrier.send({ kind: 'chunk', bytes: chunk.bytes });
      this.#sentBytes += chunk.bytes.length;
      onSent(chunk.bytes.length);
    }
    this.#watchStall();
    const due = this.#queue.deadline(clock.now());
    if (due !== undefined && this.carrier.room > 0)
      this.#timer = clock.after(Math.max(0, due - clock.now()), () => this.#pump());
  }

  #watchStall(): void {
    const { clock, carrier } = this.#parts;
    if (carrier.room > 0) {
      this.#stall?.[Symbol.dispose]();
      this.#stall = undefined;
      this.#fullSince = undefined;
      return;
    }
    this.#fullSince ??= clock.now();
    this.#stall ??= clock.after(CHILD_STALL_MS, () =>
      carrier.close(`too-slow: you took nothing for ${CHILD_STALL_MS / 1000} s`),
    );
  }
}
