import { BoxStreamError } from '../boxstream/reader.ts';
import type { Channel, ChannelEvent } from '../channel/channel.ts';
import type { Clock } from '../clock/clock.ts';
import { type FeedId, feedIdOf } from '../identity/feed-id.ts';
import { CONNECTION_ENDED, ProtocolError } from '../muxrpc/errors.ts';
import type { SessionLimits } from '../muxrpc/limits.ts';
import type { CallType, Request } from '../muxrpc/request.ts';
import { type RequestRefusal, Session, type SessionEvent } from '../muxrpc/session.ts';
import { Stream } from '../muxrpc/stream.ts';
import type { CloseReason } from './close-reason.ts';
import type { Wire, WireEvents } from './wire.ts';

/** Whoever owns a connection is told this. */
export interface ConnectionEvents {
  /** Called side only: `remote` is proven and waits for {@link Connection.accept} or {@link Connection.close}. */
  onCaller?(remote: FeedId): void;
  /** Both sides are proven: requests may be made. */
  onOpen(remote: FeedId): void;
  /** The other side asks: set the stream's receiver, answer, end. */
  onRequest(stream: Stream, request: Request): void;
  /** A request was refused before it could be handled: counted, for the caller was told. */
  onRefused?(reason: RequestRefusal): void;
  /** It is over; all its streams were told. Called once. */
  onClosed(reason: CloseReason): void;
}

export interface ConnectionOptions {
  readonly channel: Channel;
  readonly limits: SessionLimits;
  readonly clock: Clock;
  readonly allocate: (length: number) => Uint8Array;
  readonly events: ConnectionEvents;
  /**
   * Bytes that the system took from the wire and that the other end did not acknowledge; `undefined` where it does
   * not tell. Without it a reader that takes what the system holds bit by bit seems to stand still.
   */
  readonly unsentBytes?: (() => number | undefined) | undefined;
}

/** From connecting to being let in: what takes longer holds a socket for nothing (slowloris). */
export const HANDSHAKE_MS = 10_000;

/**
 * Handed to a socket at once. More would sit in a slow reader's way for nothing, less would cost a fast one
 * system calls. With its boxes, and those of a tunnel around them, it fits the 64 KiB that Node reads in one go.
 */
const WRITE_BYTES = 62 * 1024;

/** After a goodbye the other side has this long to hang up before we do. */
const GOODBYE_MS = 2_000;

/** One peer on one wire: handshake, boxes and muxrpc put together, and the one timer that they need. */
export class Connection implements WireEvents {
  readonly #wire: Wire;
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  readonly #session: Session;
  #timer: Disposable | undefined;
  #holds = 0;
  #throttled = false;
  #flushing = false;
  /** Goodbyes are being said: who hears of it may close, too. */
  #closing = false;
  #closed = false;
  #receivedBytes = 0;
  #writtenBytes = 0;
  readonly #unsentBytes: () => number | undefined;

  /** Starts at once; `wire` must call this connection's {@link WireEvents}. */
  constructor(wire: Wire, { channel, limits, clock, allocate, events, unsentBytes }: ConnectionOptions) {
    this.#wire = wire;
    this.#unsentBytes = unsentBytes ?? (() => undefined);
    this.#channel = channel;
    this.#clock = clock;
    this.#events = events;
    this.#session = new Session(limits, allocate, () => this.#wake());
    this.#timer = clock.after(HANDSHAKE_MS, () => this.#finish('handshake-timeout'));
    this.#onChannel(channel.start());
  }

  /** Bytes that came from the other side. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Bytes on their way to the other side, as far as the system tells. */
  get undeliveredBytes(): number {
    return this.#wire.backlog + (this.#unsentBytes() ?? 0);
  }

  /** Bytes that reached the other side, as far as the system tells: a change is a sign of life. */
  get deliveredBytes(): number {
    return this.#writtenBytes - this.undeliveredBytes;
  }

  /** Whether somebody holds it: then it is no fault of the other side's that nothing comes. */
  get isHeld(): boolean {
    return this.#holds > 0;
  }

  /** Requests that are open, of both sides. */
  get openStreams(): number {
    return this.#session.openStreams;
  }

  /** Lets a caller in. */
  accept(): void {
    this.#feed(() => this.#channel.accept());
  }

  /**
   * Asks the other side; see {@link Session.request}. Where the connection is closed, or too many requests wait for
   * the other side, the stream's receiver is told so when this turn is over.
   */
  request(name: string, type: CallType, args: readonly unknown[]): Stream {
    if (this.#session.canRequest) return this.#session.request(name, type, args);
    const stream = new Stream(this.#session, 0, name, type);
    stream.sentEnd = true;
    stream.lost = this.#closing || this.#closed;
    const sentence = stream.lost
      ? CONNECTION_ENDED
      : `too-slow: too many requests wait for the other side of ${name}`;
    queueMicrotask(() => stream.receiver?.onEnd(sentence));
    return stream;
  }

  /** Stops reading from this peer until the hold is disposed: how a queue that is full slows its source. */
  hold(): Disposable {
    let held = true;
    if (this.#holds++ === 0) this.#wire.pause();
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        if (--this.#holds === 0 && !this.#closed) this.#wire.resume();
      },
    };
  }

  /** Ends the connection, with goodbyes where there is something to say goodbye to. */
  close(reason: CloseReason = 'closed'): void {
    if (this.#closing || this.#closed) return;
    this.#closing = true;
    if (this.#channel.isOpen) {
      this.#session.outbox.grant(WRITE_BYTES);
      this.#session.goodbye();
      this.#write();
      this.#send(this.#channel.goodbye());
    }
    this.#end(reason);
    this.#wire.end();
    this.#timer = this.#clock.after(GOODBYE_MS, () => this.#wire.destroy());
  }

  onBytes(bytes: Uint8Array): void {
    this.#receivedBytes += bytes.length;
    this.#feed(() => this.#channel.receive(bytes));
  }

  onDrained(): void {
    // Handshakes drain, too: what is asked before they are done waits.
    if (this.#closed || !this.#channel.isOpen) return;
    this.#session.outbox.grant(WRITE_BYTES);
    this.#write();
  }

  onClosed(): void {
    this.#end('hang-up');
    this.#timer?.[Symbol.dispose]();
  }

  /** Handles what the channel answers; a peer that breaks the protocol is hung up on. */
  #feed(events: () => readonly ChannelEvent[]): void {
    if (this.#closing || this.#closed) return;
    try {
      this.#onChannel(events());
    } catch (error) {
      if (!(error instanceof BoxStreamError || error instanceof ProtocolError)) throw error;
      this.#finish(error.code);
    }
  }

  #onChannel(events: readonly ChannelEvent[]): void {
    for (const event of events) {
      if (this.#closed) return;
      if (event.kind === 'send') this.#send(event.bytes);
      else if (event.kind === 'plain') this.#onPlain(event.bytes);
      else if (event.kind === 'open') this.#onOpen(feedIdOf(event.remote));
      else if (event.kind === 'caller') this.#events.onCaller?.(feedIdOf(event.remote));
      else if (event.kind === 'failed') this.#finish(event.failure);
      else this.close('goodbye');
    }
  }

  #onOpen(remote: FeedId): void {
    this.#timer?.[Symbol.dispose]();
    this.#session.outbox.grant(WRITE_BYTES);
    this.#events.onOpen(remote);
  }

  #onPlain(plain: Uint8Array): void {
    const now = this.#clock.now();
    for (const event of this.#session.receive(plain, now)) {
      if (this.#closed) return;
      this.#onSession(event);
    }
    const delay = this.#session.requestDelay(now);
    if (delay > 0 && !this.#closed) this.#throttle(delay);
  }

  #onSession(event: SessionEvent): void {
    if (event.kind === 'frame') event.stream.receiver?.onFrame(event.frame);
    else if (event.kind === 'request') this.#events.onRequest(event.stream, event.request);
    else if (event.kind === 'end') event.stream.receiver?.onEnd(event.error);
    else if (event.kind === 'refused') this.#events.onRefused?.(event.reason);
    else this.close('goodbye');
  }

  /** A peer that asks too fast is not refused but read more slowly. */
  #throttle(ms: number): void {
    if (this.#throttled) return;
    this.#throttled = true;
    const hold = this.hold();
    this.#timer = this.#clock.after(ms, () => {
      this.#throttled = false;
      hold[Symbol.dispose]();
    });
  }

  /** Many frames of one turn leave together: the write waits until whoever produces them is done. */
  #wake(): void {
    if (this.#flushing || this.#closed) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      if (!this.#closed) this.#write();
    });
  }

  #write(): void {
    const { outbox } = this.#session;
    for (let plain = outbox.take(); plain !== undefined; plain = outbox.take()) {
      this.#send(this.#channel.seal(plain));
      if (this.#wire.backlog > 0) return;
      outbox.grant(WRITE_BYTES);
    }
  }

  #send(bytes: Uint8Array): void {
    this.#writtenBytes += bytes.length;
    this.#wire.write(bytes);
  }

  /** Ends at once, without a word: the other side did not deserve one, or cannot hear it. */
  #finish(reason: CloseReason): void {
    this.#end(reason);
    this.#timer?.[Symbol.dispose]();
    this.#wire.destroy();
  }

  #end(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    for (const stream of this.#session.close()) stream.receiver?.onEnd(CONNECTION_ENDED);
    this.#events.onClosed(reason);
  }
}
