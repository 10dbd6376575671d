import type { Wire, WireEvents } from '../connection/wire.ts';
import { CONNECTION_ENDED, endError, ProtocolError } from '../muxrpc/errors.ts';
import { END, HEAD_BYTES, readRequest, STREAM } from '../muxrpc/frame.ts';
import { FrameReader } from '../muxrpc/frame-reader.ts';
import { Lane, Outbox } from '../muxrpc/outbox.ts';
import { Stream, type StreamHost } from '../muxrpc/stream.ts';

/** Longest frame of a lone stream that is read: what may be sent before anything was granted. */
export const MAX_LONE_FRAME_BYTES = 64 * 1024;

/** Handed to the wire at once: what it did not take yet can be taken back by nobody. */
const WRITE_BYTES = 64 * 1024;

/** A credit stream keeps its own queue below this. */
const LONE_LIMITS = {
  queuedBytesPerRequest: 64 * 1024,
  queuedBytesPerConnection: 64 * 1024,
  openRequests: 1,
};

/** A duplex of bytes that nothing else goes over, such as a stream of a libp2p connection. */
export interface LoneWire extends Wire {
  /** Tells `events` what happens from now on; until then what comes waits. */
  attach(events: WireEvents): void;
}

export interface LoneStreamOptions {
  /** Whether this side opened the wire. Exactly one of both sides did. */
  readonly isAsker: boolean;
  /** What it is for, as errors call it. */
  readonly name: string;
  /** Gives memory that need not be zeroed. */
  readonly allocate: (length: number) => Uint8Array;
  /** The wire is closed, be it long after the stream has ended: the far end has read the end, or never will. */
  readonly onClosed?: () => void;
}

/**
 * A muxrpc duplex without a muxrpc session: one stream on a wire of its own, for whatever takes a {@link Stream}, as
 * credit streams do (spec/credit.md, "Over a lone stream"). The wire is closed once the stream has ended. Who sends
 * frames that are too long, or none of this stream, is cut with a sentence that says so, which `onEnd` of this side's
 * receiver is told, too.
 */
export function loneStream(wire: LoneWire, options: LoneStreamOptions): Stream {
  const lone = new LoneSession(wire, options);
  wire.attach(lone);
  return lone.stream;
}

/** What a session is to its many streams, for the only one. */
class LoneSession implements StreamHost, WireEvents {
  readonly limits = LONE_LIMITS;
  readonly answers = new Lane();
  readonly outbox: Outbox;
  readonly stream: Stream;
  readonly #wire: Wire;
  readonly #onClosed: (() => void) | undefined;
  readonly #reader = new FrameReader(MAX_LONE_FRAME_BYTES);
  #isFlushing = false;
  #isClosed = false;

  constructor(wire: Wire, { isAsker, name, allocate, onClosed }: LoneStreamOptions) {
    this.#wire = wire;
    this.#onClosed = onClosed;
    this.outbox = new Outbox(allocate, () => this.#wake());
    this.outbox.grant(WRITE_BYTES);
    this.stream = new Stream(this, isAsker ? 1 : -1, name, 'duplex');
  }

  settled(): void {
    this.#wake();
  }

  onBytes(bytes: Uint8Array): void {
    try {
      this.#reader.push(bytes);
      while (!this.#isOver) {
        const frame = this.#reader.next();
        if (frame === undefined) return;
        this.#onFrame(frame);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#breach(`${error.code}: ${error.message}`);
    }
  }

  onDrained(): void {
    this.outbox.grant(WRITE_BYTES);
    this.#write();
  }

  onClosed(): void {
    this.#isClosed = true;
    this.#onClosed?.();
    if (this.#isOver) return;
    this.stream.sentEnd = true;
    this.stream.lost = true;
    this.stream.receiver?.onEnd(CONNECTION_ENDED);
  }

  /** An end from either side is one of both. */
  get #isOver(): boolean {
    return this.stream.sentEnd || this.stream.receivedEnd;
  }

  #onFrame(frame: Uint8Array): void {
    const flags = frame[0] ?? 0;
    const isOurs = readRequest(frame, 0) === -this.stream.id && (flags & STREAM) !== 0;
    if (!isOurs)
      return this.#breach('not-this-stream: a frame of something else came, where one stream is all');
    if ((flags & END) !== 0) return this.#onEnd(flags, frame);
    if (frame.length > HEAD_BYTES) this.stream.receiver?.onFrame(frame);
  }

  #onEnd(flags: number, frame: Uint8Array): void {
    const { stream } = this;
    stream.receivedEnd = true;
    const error = endError(flags, frame);
    if (error === undefined) stream.end();
    else stream.abandon();
    stream.receiver?.onEnd(error);
  }

  #breach(sentence: string): void {
    this.stream.cut(sentence);
    this.stream.receiver?.onEnd(sentence);
  }

  /** Frames of one turn leave together. */
  #wake(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#isClosed) return;
    for (let bytes = this.outbox.take(); bytes !== undefined; bytes = this.outbox.take()) {
      this.#wire.write(bytes);
      if (this.#wire.backlog > 0) break;
      this.outbox.grant(WRITE_BYTES);
    }
    if (this.stream.sentEnd && this.outbox.queuedBytes === 0) this.#wire.end();
  }
}
