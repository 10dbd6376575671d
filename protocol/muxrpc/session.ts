import { decodeError, encodeError, endError, ProtocolError } from './errors.ts';
import { BodyType, bodyOf, bodyTypeOf, END, HEAD_BYTES, readRequest, STREAM } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import type { SessionLimits } from './limits.ts';
import { Lane, Outbox } from './outbox.ts';
import { type CallType, decodeRequest, encodeRequest, type Request } from './request.ts';
import { Stream, type StreamHost } from './stream.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a session says about plain text that it is fed. */
export type SessionEvent =
  /** The other side asks. Whoever handles it sets the stream's receiver at once, answers, and ends. */
  | { readonly kind: 'request'; readonly stream: Stream; readonly request: Request }
  /** A whole frame for an open stream, good until the next event. */
  | { readonly kind: 'frame'; readonly stream: Stream; readonly frame: Uint8Array }
  /** The other side ended the stream, which is over with that, or answered a call with an error. */
  | { readonly kind: 'end'; readonly stream: Stream; readonly error: string | undefined }
  /** A request was answered with an error before anybody saw it. */
  | { readonly kind: 'refused'; readonly reason: RequestRefusal }
  | { readonly kind: 'goodbye' };

export type RequestRefusal = 'bad-request' | 'too-many-requests';

const NOTHING = new Uint8Array(0);

/** The one request number that has no opposite. */
const MIN_INT32 = -(2 ** 31);

/**
 * Streams of the other side that we ended and it did not: stock peers never end a duplex that was ended. The latest
 * are remembered, so that what they still send is not taken for requests.
 */
const MAX_REMEMBERED_ENDS = 1024;

/**
 * One muxrpc connection, both roles at once: plain text in, events out; calls in, plain text out.
 * It has no socket, no clock, and knows no method.
 */
export class Session implements StreamHost {
  readonly answers = new Lane();
  readonly outbox: Outbox;
  readonly limits: SessionLimits;
  readonly #reader: FrameReader;
  readonly #requests: TokenBucket;
  readonly #streams = new Map<number, Stream>();
  /** Streams of the other side that this side ended first, oldest first. */
  readonly #endedHere = new Set<number>();
  /** Requests that are open, or have something waiting in a lane of their own. */
  #openedByOther = 0;
  #openedHere = 0;
  #lastRequest = 0;
  #ended = false;
  #saidGoodbye = false;

  /** `wake` is called when there is something for {@link Outbox.take}. */
  constructor(limits: SessionLimits, allocate: (length: number) => Uint8Array, wake: () => void) {
    this.limits = limits;
    this.#reader = new FrameReader(limits.frameBytes);
    this.#requests = new TokenBucket(limits.requestsPerSecond, limits.requestBurst);
    this.outbox = new Outbox(allocate, wake);
  }

  /** How many requests are open, of both sides. */
  get openStreams(): number {
    return this.#streams.size;
  }

  /**
   * Feeds plain text, cut anywhere, at a time in milliseconds. Each event is to be handled before the next is taken:
   * nobody misses an end because what follows breaks the protocol. Throws {@link ProtocolError}.
   */
  *receive(plain: Uint8Array, now: number): Generator<SessionEvent, void, void> {
    if (this.#ended) return;
    this.#reader.push(plain);
    for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next()) {
      const event = this.#onFrame(frame, now);
      if (event !== undefined) yield event;
      if (this.#ended) return;
      // After each frame: a WebSocket message holds 26,000 short calls, whose answers are 20 times as long.
      if (this.answers.bytes > this.limits.queuedAnswerBytes) {
        throw new ProtocolError('answers-unread', `${this.answers.bytes} bytes of answers wait to be read.`);
      }
    }
  }

  /** Milliseconds until the other side may ask again; 0 unless it asked faster than the limit allows. */
  requestDelay(now: number): number {
    return this.#requests.delay(now);
  }

  /** Whether one more request can be made: not after a goodbye, nor where too many wait for the other side. */
  get canRequest(): boolean {
    return !this.#ended && this.#openedHere < this.limits.ownRequests;
  }

  /** Asks the other side. The answer, or the stream, comes to the receiver. Only where {@link Session.canRequest}. */
  request(name: string, type: CallType, args: readonly unknown[]): Stream {
    const body = encodeRequest({ name, args, type });
    this.#lastRequest++;
    const stream = new Stream(this, this.#lastRequest, name, type);
    this.#streams.set(stream.id, stream);
    this.#openedHere++;
    this.outbox.write(stream.lane, BodyType.json | (stream.isCall ? 0 : STREAM), stream.id, body);
    if (stream.isCall) stream.sentEnd = true;
    return stream;
  }

  /** Says goodbye, once: nothing is sent or read after it. */
  goodbye(): void {
    this.#ended = true;
    if (this.#saidGoodbye) return;
    this.#saidGoodbye = true;
    this.outbox.write(this.answers, 0, 0, NOTHING);
  }

  /** The connection is gone: the streams that had not ended, each once. */
  close(): Stream[] {
    this.#ended = true;
    const open = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of open) {
      stream.sentEnd = true;
      stream.lost = true;
    }
    return open;
  }

  settled(stream: Stream): void {
    this.#forget(stream);
    if (!stream.isCall && !stream.receivedEnd && stream.id < 0) this.#rememberEnd(stream.id);
  }

  /** What a stream has waiting counts as open: who opens and ends without reading is refused before it fills memory. */
  #forget(stream: Stream): void {
    if (!this.#streams.delete(stream.id)) return;
    const { id, lane } = stream;
    const discount = () => {
      if (id < 0) this.#openedByOther--;
      else this.#openedHere--;
    };
    if (lane === this.answers || lane.bytes === 0) discount();
    else lane.onEmpty = discount;
  }

  #rememberEnd(id: number): void {
    this.#endedHere.add(id);
    if (this.#endedHere.size <= MAX_REMEMBERED_ENDS) return;
    for (const oldest of this.#endedHere) {
      this.#endedHere.delete(oldest);
      return;
    }
  }

  #onFrame(frame: Uint8Array, now: number): SessionEvent | undefined {
    const number = readRequest(frame, 0);
    const flags = frame[0] ?? 0;
    if (number === 0 && flags === 0 && frame.length === HEAD_BYTES) {
      this.#ended = true;
      return { kind: 'goodbye' };
    }
    if (number === 0 || number === MIN_INT32) {
      throw new ProtocolError('bad-request-number', `${number} is no request number.`);
    }
    const stream = this.#streams.get(-number);
    if (stream?.isCall) return this.#onAnswer(stream, frame, flags);
    if (stream !== undefined) return this.#onStreamFrame(stream, frame, flags);
    if (number < 0) return undefined;
    const ends = (flags & END) !== 0;
    if (!this.#endedHere.has(-number)) return ends ? undefined : this.#onRequest(-number, frame, flags, now);
    if (ends) this.#endedHere.delete(-number);
    return undefined;
  }

  #onAnswer(stream: Stream, frame: Uint8Array, flags: number): SessionEvent | undefined {
    if (stream.id < 0) return undefined;
    stream.receivedEnd = true;
    this.#forget(stream);
    if ((flags & END) === 0) return { kind: 'frame', stream, frame };
    return { kind: 'end', stream, error: decodeError(bodyOf(frame)) };
  }

  #onStreamFrame(stream: Stream, frame: Uint8Array, flags: number): SessionEvent | undefined {
    if ((flags & END) === 0) return frame.length > HEAD_BYTES ? { kind: 'frame', stream, frame } : undefined;
    stream.receivedEnd = true;
    const error = endError(flags, frame);
    if (error !== undefined || stream.type === 'source') stream.abandon();
    else stream.end();
    return { kind: 'end', stream, error };
  }

  #onRequest(id: number, frame: Uint8Array, flags: number, now: number): SessionEvent | undefined {
    this.#requests.take(now);
    if (bodyTypeOf(flags) !== BodyType.json) return undefined;
    const streaming = (flags & STREAM) !== 0;
    const request = this.#readRequest(bodyOf(frame));
    if (typeof request === 'string') return this.#refuse(id, streaming, 'bad-request', request);
    if (this.#openedByOther >= this.limits.openRequests) {
      const sentence = `too many open requests: at most ${this.limits.openRequests} on one connection`;
      return this.#refuse(id, streaming, 'too-many-requests', sentence);
    }
    const stream = new Stream(this, id, request.name, streaming ? streamType(request.type) : 'async');
    this.#streams.set(id, stream);
    this.#openedByOther++;
    return { kind: 'request', stream, request };
  }

  #readRequest(body: Uint8Array): Request | string {
    const { jsonBytes } = this.limits;
    if (body.length <= jsonBytes) return decodeRequest(body);
    return `invalid request, a call of ${body.length} bytes: at most ${jsonBytes} are read`;
  }

  /** Refusals wait among the answers, whose bytes are bounded. */
  #refuse(id: number, streaming: boolean, reason: RequestRefusal, sentence: string): SessionEvent {
    const flags = BodyType.json | END | (streaming ? STREAM : 0);
    this.outbox.write(this.answers, flags, id, encodeError(sentence));
    if (streaming) this.#rememberEnd(id);
    return { kind: 'refused', reason };
  }
}

function streamType(type: CallType | undefined): CallType {
  return type === 'source' || type === 'sink' ? type : 'duplex';
}
