import { type Clock, HEAD_BYTES, type Receiver, type Stream } from '@open-rooms/protocol';
import type { TunnelPeer } from './tunnel-peer.ts';

/**
 * A receiver that takes no byte for this long, while its tunnel's queue is full, ends with `too-slow`: its
 * sender's whole socket is held meanwhile. One that makes progress that can be seen never ends, however slow.
 */
const TUNNEL_STALL_MS = 10_000;

/** How often it is looked at meanwhile. What the kernel holds may stand at one level twice while bytes pass. */
const STALL_LOOK_MS = 1_000;

interface End {
  readonly stream: Stream;
  readonly peer: TunnelPeer;
}

/** What is counted about tunnels. */
export interface TunnelCounts {
  open: number;
  opened: number;
  /** Bytes that flowed, both directions, without the heads of their frames. */
  bytesForwarded: number;
}

export interface SpliceOptions {
  readonly clock: Clock;
  readonly counts: TunnelCounts;
  /** A tunnel was ended because its receiver stood still. */
  readonly onTooSlow: () => void;
}

/**
 * Two streams joined: what comes in at one leaves at the other, unread, under another request number. An end of
 * either ends both.
 */
export class Splice {
  readonly #there: Direction;
  readonly #back: Direction;
  readonly #onOver: () => void;
  #over = false;

  /** `onOver` is called once. */
  constructor(origin: End, target: End, options: SpliceOptions, onOver: () => void) {
    this.#onOver = onOver;
    this.#there = new Direction(origin, target, options, this);
    this.#back = new Direction(target, origin, options, this);
  }

  /** A receiver has taken half of what waited for it: whoever was held goes on. */
  release(): void {
    this.#there.release();
    this.#back.release();
  }

  /** Both streams have been ended. */
  over(): void {
    if (this.#over) return;
    this.#over = true;
    this.release();
    this.#onOver();
  }
}

/** One direction: receives at `from`, which it holds while `to` has too much waiting. */
class Direction implements Receiver {
  readonly #from: End;
  readonly #to: End;
  readonly #options: SpliceOptions;
  readonly #splice: Splice;
  #hold: Disposable | undefined;
  #stall: Disposable | undefined;

  constructor(from: End, to: End, options: SpliceOptions, splice: Splice) {
    this.#from = from;
    this.#to = to;
    this.#options = options;
    this.#splice = splice;
    from.stream.receiver = this;
  }

  onFrame(frame: Uint8Array): void {
    this.#options.counts.bytesForwarded += frame.length - HEAD_BYTES;
    const { stream } = this.#to;
    stream.forward(frame);
    if (this.#hold === undefined && stream.isCongested) this.#holdBack();
  }

  onEnd(error: string | undefined): void {
    if (error === undefined) this.#to.stream.end();
    else this.#to.stream.fail(error);
    this.#splice.over();
  }

  onRoom(): void {
    this.#splice.release();
  }

  /** Lets the sender go on; the next frame holds it again where the receiver still has too much waiting. */
  release(): void {
    this.#hold?.[Symbol.dispose]();
    this.#stall?.[Symbol.dispose]();
    this.#hold = undefined;
  }

  #holdBack(): void {
    this.#hold = this.#from.peer.hold();
    this.#to.stream.wantRoom(this.#to.stream.queuedBytes / 2);
    this.#watchStall();
  }

  /**
   * Looks at the receiver until it has not moved for too long, or is released. All tunnels of its connection take
   * turns, so that a connection that moves moves each of them.
   */
  #watchStall(seen: number | undefined = undefined, stillMs = 0): void {
    this.#stall = this.#options.clock.after(STALL_LOOK_MS, () => {
      const { deliveredBytes } = this.#to.peer;
      const still = seen === undefined || deliveredBytes === seen ? stillMs + STALL_LOOK_MS : 0;
      if (still >= TUNNEL_STALL_MS) this.#endTooSlow();
      else this.#watchStall(deliveredBytes, still);
    });
  }

  #endTooSlow(): void {
    this.#options.onTooSlow();
    const sentence = `too-slow: the other side of the tunnel took nothing for ${TUNNEL_STALL_MS / 1000} seconds`;
    this.#to.stream.cut(sentence);
    this.#from.stream.cut(sentence);
    this.#splice.over();
  }
}
