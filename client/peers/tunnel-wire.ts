import { HEAD_BYTES, type Receiver, type Stream, type Wire, type WireEvents } from '@open-rooms/protocol';

/**
 * Longest frame that is put into a tunnel. Longer ones would be the share of a crowded connection that one stream may
 * queue (`queuedBytesPerConnection` through `openRequests`), and gain nothing: the head is 9 bytes.
 */
const FRAME_BYTES = 16 * 1024;

/**
 * Bytes that wait for a tunnel whose reader pauses, as one does for whoever asks too fast: four windows of a contact's
 * streams. Who sends on while nobody reads is cut off.
 */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** What a frame that waits costs beside its bytes: who sends single bytes fills memory, too. */
const FRAME_COST_BYTES = 128;

/**
 * A tunnel as a wire: what goes in at one end comes out at the other, whatever lies between. Everything that is
 * written in one turn leaves as one frame, or as few as its length needs; stock apps send each head and each body in
 * a frame of its own, which makes rooms slow.
 */
export class TunnelWire implements Wire, Receiver {
  readonly #stream: Stream;
  readonly #allocate: (length: number) => Uint8Array;
  #events: WireEvents | undefined;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #flushing = false;
  #paused = false;
  readonly #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  /** Nothing more will be written: the tunnel ends once what was written has left. */
  #ending = false;
  /** The other side has ended it: over once what came has been read. */
  #ended = false;
  #closed = false;
  #error: string | undefined;

  /** `stream` is the duplex of `tunnel.connect`, seen from either end. */
  constructor(stream: Stream, allocate: (length: number) => Uint8Array) {
    this.#stream = stream;
    this.#allocate = allocate;
    stream.receiver = this;
  }

  /** What the room, or the other end, said when it ended the tunnel; `undefined` where that was no error. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Tells `events` what happens from now on. */
  attach(events: WireEvents): void {
    this.#events = events;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || this.#ending || bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  get backlog(): number {
    return this.#pendingBytes + this.#stream.queuedBytes;
  }

  /** Only this tunnel waits: the connection to the room, with all else that it carries, goes on. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    while (!this.#paused && !this.#closed) {
      const bytes = this.#unread.shift();
      if (bytes === undefined) return this.#ended ? this.#close() : undefined;
      this.#unreadBytes -= bytes.length + FRAME_COST_BYTES;
      this.#events?.onBytes(bytes);
    }
  }

  end(): void {
    this.#ending = true;
    if (this.#pendingBytes > 0) this.#flush();
    else this.#finish();
  }

  destroy(): void {
    this.#stream.abandon();
    this.#close();
  }

  onFrame(frame: Uint8Array): void {
    if (this.#closed) return;
    const bytes = this.#allocate(frame.length - HEAD_BYTES);
    bytes.set(frame.subarray(HEAD_BYTES));
    if (!this.#paused) {
      this.#events?.onBytes(bytes);
      return;
    }
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length + FRAME_COST_BYTES;
    if (this.#unreadBytes <= MAX_UNREAD_BYTES) return;
    this.#error = `too-slow: ${this.#unreadBytes} bytes of the tunnel were not read`;
    this.#stream.cut(this.#error);
    this.#close();
  }

  onEnd(error: string | undefined): void {
    this.#error ??= error;
    this.#ended = true;
    if (this.#unread.length === 0) this.#close();
  }

  onRoom(): void {
    this.#flush();
  }

  /** Sends what waits, as far as the connection to the room has room for it. */
  #flush(): void {
    if (this.#closed) return;
    const bytes = this.#takePending();
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      if (this.#stream.queuedBytes > 0 && this.#stream.isCongested) {
        this.#keep(bytes.subarray(at));
        return this.#stream.wantRoom(0);
      }
      this.#stream.sendBytes(bytes.subarray(at, at + FRAME_BYTES));
    }
    if (this.#ending) this.#finish();
    else if (this.#stream.queuedBytes > 0) this.#stream.wantRoom(0);
    else this.#events?.onDrained();
  }

  /** The end goes behind what was written. */
  #finish(): void {
    this.#stream.end();
    this.#close();
  }

  #takePending(): Uint8Array {
    const [first, ...more] = this.#pending;
    const length = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (first === undefined || more.length === 0) return first ?? new Uint8Array(0);
    const whole = this.#allocate(length);
    let at = 0;
    for (const bytes of [first, ...more]) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    return whole;
  }

  #keep(bytes: Uint8Array): void {
    this.#pending.unshift(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** Told when the turn is over, as sockets do: whoever ends a wire is not called back in the midst of it. */
  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unread.length = 0;
    queueMicrotask(() => this.#events?.onClosed());
  }
}
