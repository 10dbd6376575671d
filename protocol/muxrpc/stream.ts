import { encodeError } from './errors.ts';
import { BodyType, END, STREAM } from './frame.ts';
import type { SessionLimits } from './limits.ts';
import { Lane, type Outbox } from './outbox.ts';
import type { CallType } from './request.ts';

/** What a stream tells whoever holds its other end in this process. */
export interface Receiver {
  /** A whole frame, head and body, good until the call returns: copy what is kept. Its body is not empty. */
  onFrame(frame: Uint8Array): void;
  /**
   * The other side ended the stream, or the connection ended ({@link Stream.lost}); `error` is a sentence where it
   * did not end well. Called once, unless this side ended the stream before.
   */
  onEnd(error: string | undefined): void;
  /** There is room again after {@link Stream.wantRoom}. */
  onRoom?(): void;
}

/** What a stream needs of its session. */
export interface StreamHost {
  readonly outbox: Outbox;
  readonly limits: Pick<SessionLimits, 'queuedBytesPerRequest' | 'queuedBytesPerConnection' | 'openRequests'>;
  /** Lane of all answers to async calls. */
  readonly answers: Lane;
  /** Called when an answer or an end was sent. */
  settled(stream: Stream): void;
}

/** `end` of a stream that ended well. */
const TRUE = new TextEncoder().encode('true');

const encoder = new TextEncoder();

/**
 * One open request, seen from either side. An end from either side ends both directions: stock peers never answer
 * the end of a duplex, nor send or read anything after one.
 */
export class Stream {
  /** The number that this side sends with: positive where it asked, negative where it answers. */
  readonly id: number;
  readonly type: CallType;
  /** The dotted method. */
  readonly name: string;
  readonly lane: Lane;
  receiver: Receiver | undefined;
  receivedEnd = false;
  sentEnd = false;
  /** Whether the connection ended before this stream did. */
  lost = false;
  readonly #host: StreamHost;
  readonly #streamFlag: number;

  constructor(host: StreamHost, id: number, name: string, type: CallType) {
    this.#host = host;
    this.id = id;
    this.name = name;
    this.type = type;
    const single = type === 'async' || type === 'sync';
    this.#streamFlag = single ? 0 : STREAM;
    this.lane = single && id < 0 ? host.answers : new Lane();
  }

  /** Whether this is an async or sync call: one frame each way. */
  get isCall(): boolean {
    return this.#streamFlag === 0;
  }

  /** Bytes that wait for the socket on behalf of this stream. */
  get queuedBytes(): number {
    return this.lane.bytes;
  }

  /** Whether more waits than may wait: for this stream, or, where anything does, for its whole connection. */
  get isCongested(): boolean {
    const allowed = this.#isCrowded ? 0 : this.#host.limits.queuedBytesPerRequest;
    return this.lane.bytes > allowed;
  }

  /** Whether all streams of the connection together have more waiting than they may. */
  get #isCrowded(): boolean {
    const { limits, outbox } = this.#host;
    return outbox.queuedBytes > limits.queuedBytesPerConnection;
  }

  /** The longest value that a stream with nothing waiting may queue while the connection is crowded: its share. */
  get #shareBytes(): number {
    const { limits } = this.#host;
    return limits.queuedBytesPerConnection / limits.openRequests;
  }

  /** Sends bytes as one frame. Empty arrays are dropped: an empty frame is a goodbye to stock readers. */
  sendBytes(bytes: Uint8Array): void {
    if (bytes.length > 0) this.sendEncoded(BodyType.binary, bytes);
  }

  /**
   * Sends a value: bytes as they are, strings as text, everything else as JSON. What would make an empty frame is
   * written as JSON: the empty string as `""`, and `undefined`, or no bytes as an answer, as `null`.
   */
  send(value: unknown): void {
    if (value instanceof Uint8Array && (value.length > 0 || !this.isCall)) this.sendBytes(value);
    else if (typeof value === 'string' && value !== '')
      this.sendEncoded(BodyType.text, encoder.encode(value));
    else this.sendEncoded(BodyType.json, encodeJson(value));
  }

  /**
   * Sends a body that was encoded before, perhaps for many. A stream that is congested is cut, with a sentence
   * that says so: its reader is too slow.
   */
  sendEncoded(bodyType: number, body: Uint8Array): void {
    if (this.sentEnd) return;
    const tooMuch = this.isCongested || (this.#isCrowded && body.length > this.#shareBytes);
    if (this.lane !== this.#host.answers && tooMuch) {
      const { outbox } = this.#host;
      const waiting =
        this.lane.bytes > 0
          ? `${this.lane.bytes} bytes of ${this.name} wait to be read`
          : `${outbox.queuedBytes} bytes wait to be read before ${this.name}`;
      this.cut(`too-slow: ${waiting}; ask again and read faster`);
      return;
    }
    this.#host.outbox.write(this.lane, this.#streamFlag | bodyType, this.id, body);
    if (this.isCall) this.#finish();
  }

  /**
   * Passes a frame of another session on, its body unread, as bytes whatever its flags said: what a stranger writes
   * into a tunnel must not be taken for a call of ours, nor be parsed, at its end. The caller minds
   * {@link Stream.isCongested}.
   */
  forward(frame: Uint8Array): void {
    if (!this.sentEnd) this.#host.outbox.forward(this.lane, STREAM | BodyType.binary, this.id, frame);
  }

  /** Ends the stream well. Once; later calls do nothing. */
  end(): void {
    this.#sendEnd(TRUE);
  }

  /** Ends the stream with a sentence; for a call, answers with an error. */
  fail(sentence: string): void {
    this.#sendEnd(encodeError(sentence));
  }

  /** {@link Stream.fail}, and what waited is forgotten: for readers that are too slow to be told everything. */
  cut(sentence: string): void {
    this.#dropWaiting();
    this.fail(sentence);
  }

  /** Ends without a word, and what waited is forgotten: nobody at the other end reads any more. */
  abandon(): void {
    this.#dropWaiting();
    this.end();
  }

  /**
   * Asks for {@link Receiver.onRoom} once at most `bytes` wait, where more do now. A stream that ends before by
   * {@link Stream.cut} or {@link Stream.abandon} does not call it.
   */
  wantRoom(bytes: number): void {
    this.lane.roomWanted = bytes;
    this.lane.onRoom = () => this.receiver?.onRoom?.();
  }

  /** What waits before an end goes; an end that waits itself stays, and so do the answers to other calls. */
  #dropWaiting(): void {
    if (!this.sentEnd && this.lane !== this.#host.answers) this.#host.outbox.drop(this.lane);
  }

  #sendEnd(body: Uint8Array): void {
    if (this.sentEnd) return;
    this.#host.outbox.write(this.lane, this.#streamFlag | END | BodyType.json, this.id, body);
    this.#finish();
  }

  #finish(): void {
    this.sentEnd = true;
    this.#host.settled(this);
  }
}

function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value instanceof Uint8Array ? null : value) ?? 'null');
}
