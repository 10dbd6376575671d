import { HEAD_BYTES, rewriteHead, writeHead } from './frame.ts';

/** What one request has waiting for a slow socket. */
export class Lane {
  /** Whole frames, oldest first. */
  readonly frames: Uint8Array[] = [];
  /** Bytes in {@link Lane.frames}. */
  bytes = 0;
  /** All bytes that ever left this lane towards the socket: a lane that stands still has a receiver that does. */
  taken = 0;
  /** Where somebody waits for room here: `onRoom` is called once at most this many bytes wait. */
  roomWanted: number | undefined;
  onRoom: (() => void) | undefined;
  /** Called when the last frame that waited has left. */
  onEmpty: (() => void) | undefined;
}

const EMPTY = new Uint8Array(0);

/** First memory of a turn's frames; grows as needed. Most turns of most connections send one small frame. */
const FIRST_STAGE_BYTES = 512;

/**
 * What a connection is about to send. While the socket takes bytes, frames of one turn are staged side by side,
 * so that they leave in full boxes and one write. While it does not, each request's frames wait in its own lane,
 * and lanes take turns when there is room again: a small answer is never behind a long tunnel.
 */
export class Outbox {
  readonly #allocate: (length: number) => Uint8Array;
  readonly #wake: () => void;
  readonly #waiting: Lane[] = [];
  #stage: Uint8Array = EMPTY;
  #filled = 0;
  #hint = FIRST_STAGE_BYTES;
  #budget = 0;
  #queued = 0;

  /** `wake` is called when there is something to take; `allocate` gives memory that need not be zeroed. */
  constructor(allocate: (length: number) => Uint8Array, wake: () => void) {
    this.#allocate = allocate;
    this.#wake = wake;
  }

  /** Bytes that wait in all lanes. */
  get queuedBytes(): number {
    return this.#queued;
  }

  /** Writes a frame with `body`, which may be reused afterwards. */
  write(lane: Lane, flags: number, request: number, body: Uint8Array): void {
    const length = HEAD_BYTES + body.length;
    if (this.#mayStage(lane)) {
      const at = this.#reserve(length);
      writeHead(this.#stage, at, flags, body.length, request);
      this.#stage.set(body, at + HEAD_BYTES);
      lane.taken += length;
    } else {
      const frame = this.#allocate(length);
      writeHead(frame, 0, flags, body.length, request);
      frame.set(body, HEAD_BYTES);
      this.#queue(lane, frame);
    }
  }

  /** Passes a whole frame on under other flags and another request number. `frame` may be reused afterwards. */
  forward(lane: Lane, flags: number, request: number, frame: Uint8Array): void {
    if (this.#mayStage(lane)) {
      const at = this.#reserve(frame.length);
      this.#stage.set(frame, at);
      rewriteHead(this.#stage, at, flags, request);
      lane.taken += frame.length;
    } else {
      const copy = this.#allocate(frame.length);
      copy.set(frame);
      rewriteHead(copy, 0, flags, request);
      this.#queue(lane, copy);
    }
  }

  /** Everything that was staged, or `undefined`. */
  take(): Uint8Array | undefined {
    if (this.#filled === 0) return undefined;
    const taken = this.#stage.subarray(0, this.#filled);
    this.#hint = Math.max(FIRST_STAGE_BYTES, this.#filled);
    this.#stage = EMPTY;
    this.#filled = 0;
    return taken;
  }

  /** Says how many bytes the socket takes from now on, and stages what waited; then tells who wanted room. */
  grant(bytes: number): void {
    this.#budget = bytes;
    const roomy: Lane[] = [];
    while (this.#budget > 0) {
      const lane = this.#waiting.shift();
      if (lane === undefined) break;
      const frame = lane.frames.shift();
      if (frame === undefined) continue;
      lane.bytes -= frame.length;
      this.#queued -= frame.length;
      const at = this.#reserve(frame.length);
      this.#stage.set(frame, at);
      lane.taken += frame.length;
      if (lane.frames.length > 0) this.#waiting.push(lane);
      else lane.onEmpty?.();
      if (lane.roomWanted !== undefined && lane.bytes <= lane.roomWanted) {
        lane.roomWanted = undefined;
        roomy.push(lane);
      }
    }
    for (const lane of roomy) lane.onRoom?.();
  }

  /** Forgets what waits in a lane, and who wants room there. */
  drop(lane: Lane): void {
    this.#queued -= lane.bytes;
    lane.frames.length = 0;
    lane.bytes = 0;
    lane.roomWanted = undefined;
    const at = this.#waiting.indexOf(lane);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  #mayStage(lane: Lane): boolean {
    return this.#budget > 0 && lane.frames.length === 0;
  }

  #queue(lane: Lane, frame: Uint8Array): void {
    if (lane.frames.length === 0) this.#waiting.push(lane);
    lane.frames.push(frame);
    lane.bytes += frame.length;
    this.#queued += frame.length;
  }

  /** Makes room for `length` bytes in the stage and answers where they go. */
  #reserve(length: number): number {
    const at = this.#filled;
    const filled = at + length;
    if (at === 0) {
      this.#stage = this.#allocate(Math.max(this.#hint, length));
      this.#wake();
    } else if (filled > this.#stage.length) {
      const grown = this.#allocate(Math.max(filled, 2 * this.#stage.length));
      grown.set(this.#stage.subarray(0, at));
      this.#stage = grown;
    }
    this.#filled = filled;
    this.#budget -= length;
    return at;
  }
}
