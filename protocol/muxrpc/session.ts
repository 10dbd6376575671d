import { decodeError, ProtocolError } from './errors.ts';
import { BodyType, bodyOf, bodyTypeOf, END, HEAD_BYTES, readRequest, STREAM } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import type { SessionLimits } from './limits.ts';
import { Lane, Outbox } from './outbox.ts';
import { type CallType, decodeRequest, encodeRequest, type Request } from './request.ts';
import { Stream, type StreamHost } from './stream.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a session answers to plain text that it is fed. */
export type SessionEvent =
  /** The other side asks. Whoever handles it sets the stream's receiver, answers, and ends. */
  | { readonly kind: 'request'; readonly stream: Stream; readonly request: Request }
  /** A whole frame for an open stream, good until the next {@link Session.receive}. */
  | { readonly kind: 'frame'; readonly stream: Stream; readonly frame: Uint8Array }
  /** The other side ended its direction, or answered a call with an error. */
  | { readonly kind: 'end'; readonly stream: Stream; readonly error: string | undefined }
  /** A request was answered with an error before anybody saw it. */
  | { readonly kind: 'refused'; readonly reason: RequestRefusal }
  | { readonly kind: 'goodbye' };

export type RequestRefusal = 'bad-request' | 'too-many-requests';

const NOTHING = new Uint8Array(0);

/** The one request number that has no opposite. */
const MIN_INT32 = -(2 ** 31);

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
  #openedByOther = 0;
  #lastRequest = 0;
  #ended = false;

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

  /** Feeds plain text, cut anywhere, at a time in milliseconds. Throws {@link ProtocolError}. */
  receive(plain: Uint8Array, now: number): SessionEvent[] {
    const events: SessionEvent[] = [];
    this.#reader.push(plain);
    for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next()) {
      if (this.#ended) break;
      this.#onFrame(frame, now, events);
    }
    if (this.answers.bytes > this.limits.queuedAnswerBytes) {
      throw new ProtocolError('answers-unread', `${this.answers.bytes} bytes of answers wait to be read.`);
    }
    return events;
  }

  /** Milliseconds until the other side may ask again; 0 unless it asked faster than the limit allows. */
  requestDelay(now: number): number {
    return this.#requests.delay(now);
  }

  /** Asks the other side. The answer, or the stream, comes to the receiver. */
  request(name: string, type: CallType, args: readonly unknown[]): Stream {
    this.#lastRequest++;
    const stream = new Stream(this, this.#lastRequest, name, type);
    this.#streams.set(stream.id, stream);
    const wire: Request = { name, args, type };
    const flags = BodyType.json | (stream.isCall ? 0 : STREAM);
    this.outbox.write(stream.lane, flags, stream.id, encodeRequest(wire));
    if (stream.isCall) stream.sentEnd = true;
    return stream;
  }

  /** Says goodbye: nothing is sent or read after it. */
  goodbye(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.outbox.write(this.answers, 0, 0, NOTHING);
  }

  /** The connection is gone: the streams that had not ended, each once. */
  close(): Stream[] {
    this.#ended = true;
    const open = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of open) stream.sentEnd = true;
    return open.filter((stream) => !stream.receivedEnd);
  }

  settled(stream: Stream): void {
    if (stream.isCall || stream.receivedEnd) this.#forget(stream);
  }

  #forget(stream: Stream): void {
    if (this.#streams.delete(stream.id) && stream.id < 0) this.#openedByOther--;
  }

  #onFrame(frame: Uint8Array, now: number, events: SessionEvent[]): void {
    const number = readRequest(frame, 0);
    const flags = frame[0] ?? 0;
    if (number === 0 && flags === 0 && frame.length === HEAD_BYTES) {
      this.#ended = true;
      events.push({ kind: 'goodbye' });
      return;
    }
    if (number === 0 || number === MIN_INT32) {
      throw new ProtocolError('bad-request-number', `${number} is no request number.`);
    }
    const stream = this.#streams.get(-number);
    if (stream !== undefined) this.#onStreamFrame(stream, frame, flags, events);
    else if (number > 0 && (flags & END) === 0) this.#onRequest(-number, frame, flags, now, events);
  }

  #onStreamFrame(stream: Stream, frame: Uint8Array, flags: number, events: SessionEvent[]): void {
    if (stream.receivedEnd) return;
    const ends = (flags & END) !== 0;
    if (stream.isCall) {
      if (stream.id < 0) return;
      stream.receivedEnd = true;
      this.#forget(stream);
      if (!ends) events.push({ kind: 'frame', stream, frame });
      else events.push({ kind: 'end', stream, error: decodeError(bodyOf(frame)) });
    } else if (ends) {
      stream.receivedEnd = true;
      const error = endError(flags, frame);
      events.push({ kind: 'end', stream, error });
      if (stream.sentEnd) this.#forget(stream);
      else if (error !== undefined || stream.type === 'source') stream.abandon();
    } else if (frame.length > HEAD_BYTES && !stream.deaf) {
      events.push({ kind: 'frame', stream, frame });
    }
  }

  #onRequest(id: number, frame: Uint8Array, flags: number, now: number, events: SessionEvent[]): void {
    this.#requests.take(now);
    const streaming = (flags & STREAM) !== 0;
    const refuse = (sentence: string, reason: RequestRefusal = 'bad-request') => {
      events.push({ kind: 'refused', reason });
      const stream = new Stream(this, id, '', streaming ? 'source' : 'async');
      stream.receivedEnd = true;
      stream.fail(sentence);
    };
    if (bodyTypeOf(flags) !== BodyType.json) return;
    const body = bodyOf(frame);
    if (body.length > this.limits.jsonBytes) {
      return refuse(
        `invalid request, a call of ${body.length} bytes: at most ${this.limits.jsonBytes} are read`,
      );
    }
    const request = decodeRequest(body);
    if (typeof request === 'string') return refuse(request);
    if (this.#openedByOther >= this.limits.openRequests) {
      const sentence = `too many open requests: at most ${this.limits.openRequests} on one connection`;
      return refuse(sentence, 'too-many-requests');
    }
    const type = streaming ? streamType(request.type) : 'async';
    const stream = new Stream(this, id, request.name, type);
    this.#streams.set(id, stream);
    this.#openedByOther++;
    events.push({ kind: 'request', stream, request });
  }
}

function streamType(type: CallType | undefined): CallType {
  return type === 'source' || type === 'sink' ? type : 'duplex';
}

/** The sentence of an end frame; `undefined` where the body is `true`, or nothing. */
function endError(flags: number, frame: Uint8Array): string | undefined {
  const body = bodyOf(frame);
  if (body.length === 0) return undefined;
  const text = decodeError(body);
  return bodyTypeOf(flags) === BodyType.json && text === 'true' ? undefined : text;
}
