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

/** Two streams joined: what comes in at one leaves at the other, unread, under another request number. */
export class Splice {
  #openDirections = 2;
  readonly #onOver: () => void;

  /** `onOver` is called once, when both directions have ended. */
  constructor(origin: End, target: End, options: SpliceOptions, onOver: () => void) {
    this.#onOver = onOver;
    const there = new Direction(origin, target, options, () => this.#onDirectionOver());
    const back = new Direction(target, origin, options, () => this.#onDirectionOver());
    there.opposite = back;
    back.opposite = there;
  }

  #onDirectionOver(): void {
    if (--this.#openDirections === 0) this.#onOver();
  }
}

/** One direction: receives at `from`, which it holds while `to` has too much waiting. */
class Direction implements Receiver {
  opposite: Direction | undefined;
  readonly #from: End;
  readonly #to: End;
  readonly #options: SpliceOptions;
  readonly #whenOver: () => void;
  #hold: Disposable | undefined;
  #stall: Disposable | undefined;
  #over = false;

  constructor(from: End, to: End, options: SpliceOptions, whenOver: () => void) {
    this.#from = from;
    this.#to = to;
    this.#options = options;
    this.#whenOver = whenOver;
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
    this.finish();
    // Who ends with an error, or has gone, reads no more either: the other side's end comes for nothing.
    if (this.#from.stream.sentEnd) this.opposite?.finish();
  }

  /** Called for the lane of the opposite direction's stream: the receiver has taken half of what waited. */
  onRoom(): void {
    this.opposite?.release();
  }

  /** Lets the sender go on. */
  release(): void {
    this.#hold?.[Symbol.dispose]();
    this.#stall?.[Symbol.dispose]();
    this.#hold = undefined;
  }

  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.release();
    this.#whenOver();
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
    this.finish();
    this.opposite?.finish();
  }
}
