import { BodyType, bodyOf, bodyTypeOf } from '../muxrpc/frame.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';
import { readControl } from './control.ts';

/** Bytes that either side may send before the other grants more: both know it, so that nobody waits a round trip. */
export const FIRST_CREDIT = 64 * 1024;

/** Longest body of a frame: streams of one tunnel take turns by the frame. */
const CHUNK_BYTES = 16 * 1024;

/**
 * Bytes that wait in the tunnel on behalf of one stream: what is written once it is full waits at its writer. With one
 * chunk more it stays below what the strictest session lets a stream queue.
 */
const LANE_BYTES = 32 * 1024;

/** What a credit stream tells its owner. */
export interface CreditEvents {
  /** Bytes came: copy what is kept, and say {@link CreditStream.consumed} once they are used. */
  onData(bytes: Uint8Array): void;
  /** The other side has sent all that it will; this side may go on. */
  onFin(): void;
  /** Something may be sent again after {@link CreditStream.send} took less than it was given. */
  onWritable(): void;
  /** The other side has granted more than the first credit. */
  onGrant?(): void;
  /** It is over; `error` is a sentence where it did not end well. Called once, unless this side ended it. */
  onEnd(error: string | undefined): void;
}

/**
 * A duplex of bytes in which each side sends no more than the other has granted, so that a reader that stops costs
 * only its own stream: what muxrpc lacks (spec/credit.md). Data goes in binary frames; grants and the end of one
 * direction go in JSON frames of the same stream.
 */
export class CreditStream implements Receiver {
  readonly #stream: Stream;
  readonly #events: CreditEvents;
  /** What this side may still send. */
  #credit = FIRST_CREDIT;
  /** What the other side may still send. */
  #granted = FIRST_CREDIT;
  /** How much the other side shall be able to send ahead of the reader. */
  #window = FIRST_CREDIT;
  /** Received and not consumed. */
  #unread = 0;
  /** Granted, and not said yet: the tunnel is crowded. */
  #owedGrant = 0;
  #owesFin = false;
  #sentFin = false;
  #receivedFin = false;
  #blocked = false;
  #over = false;

  constructor(stream: Stream, events: CreditEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.receiver = this;
  }

  /** Bytes that {@link CreditStream.send} takes now. */
  get sendable(): number {
    if (this.#sentFin || this.#over || this.#stream.isCongested) return 0;
    return Math.min(this.#credit, Math.max(0, LANE_BYTES - this.#stream.queuedBytes));
  }

  /** Sends from the front of `bytes` what may be sent, and answers how many that were. */
  send(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length) {
      const length = Math.min(CHUNK_BYTES, bytes.length - at, this.sendable);
      if (length === 0) {
        this.#blocked = true;
        this.#wantRoom();
        break;
      }
      this.#stream.sendBytes(bytes.subarray(at, at + length));
      this.#credit -= length;
      at += length;
    }
    return at;
  }

  /** Says that nothing more will be sent. Once both sides have said it the stream ends. */
  fin(): void {
    if (this.#sentFin || this.#over) return;
    this.#sentFin = true;
    this.#owesFin = true;
    this.#sayOwed();
  }

  /** The reader has used bytes that it was given: as many may come instead, once that is worth a frame. */
  consumed(bytes: number): void {
    this.#unread -= bytes;
    this.#grantMore();
    this.#endIfDone();
  }

  /** Lets the other side send up to `bytes` ahead of the reader. Windows only grow. */
  widen(bytes: number): void {
    this.#window = Math.max(this.#window, bytes);
    this.#grantMore();
  }

  /** Ends both directions at once, with a sentence. */
  fail(sentence: string): void {
    this.#over = true;
    this.#stream.cut(sentence);
  }

  onFrame(frame: Uint8Array): void {
    if (this.#over) return;
    if (bodyTypeOf(frame[0] ?? 0) === BodyType.binary) return this.#onData(bodyOf(frame));
    const control = readControl(frame);
    if (control === undefined) return this.#breach('something that is neither bytes nor credit');
    if (control.kind === 'fin') return this.#onFin();
    this.#credit += control.bytes;
    this.#events.onGrant?.();
    this.#unblock();
  }

  onEnd(error: string | undefined): void {
    if (this.#over) return;
    this.#over = true;
    const cut = this.#receivedFin && this.#sentFin ? undefined : 'the other side ended before all was said';
    this.#events.onEnd(error ?? cut);
  }

  onRoom(): void {
    this.#sayOwed();
    this.#unblock();
  }

  #onData(body: Uint8Array): void {
    this.#granted -= body.length;
    if (this.#granted < 0) return this.#breach('more bytes than were granted');
    if (this.#receivedFin) return this.#breach('bytes after it had said that there are no more');
    this.#unread += body.length;
    this.#events.onData(body);
  }

  #onFin(): void {
    if (this.#receivedFin) return;
    this.#receivedFin = true;
    this.#events.onFin();
    this.#endIfDone();
  }

  #grantMore(): void {
    const grant = this.#window - this.#unread - this.#granted;
    if (grant < this.#window / 2 || this.#receivedFin || this.#over) return;
    this.#granted += grant;
    this.#owedGrant += grant;
    this.#sayOwed();
  }

  /** A stream that is congested would be cut for a word more: it is said once there is room. */
  #sayOwed(): void {
    if (this.#over || (this.#owedGrant === 0 && !this.#owesFin)) return;
    if (this.#stream.isCongested) return this.#stream.wantRoom(0);
    if (this.#owedGrant > 0) {
      this.#stream.send({ grant: this.#owedGrant });
      this.#owedGrant = 0;
      return this.#sayOwed();
    }
    this.#stream.send({ fin: true });
    this.#owesFin = false;
    this.#endIfDone();
  }

  /** Where credit is there and room is not: an empty lane needs no telling, nor does one without credit. */
  #wantRoom(): void {
    if (this.#credit > 0) this.#stream.wantRoom(LANE_BYTES / 2);
  }

  #unblock(): void {
    if (!this.#blocked) return;
    if (this.sendable === 0) return this.#wantRoom();
    this.#blocked = false;
    this.#events.onWritable();
  }

  /**
   * Whoever was asked ends the stream, once both have said that nothing more comes and it has read everything. So the
   * end tells the asker that all it sent was read: it may hang up then, and nothing is lost on the way.
   */
  #endIfDone(): void {
    const isAsker = this.#stream.id > 0;
    const isSaid = this.#sentFin && !this.#owesFin;
    if (isAsker || !isSaid || !this.#receivedFin || this.#unread > 0 || this.#over) return;
    this.#over = true;
    this.#stream.end();
    this.#events.onEnd(undefined);
  }

  #breach(what: string): void {
    const sentence = `credit: the other side sent ${what}`;
    this.fail(sentence);
    this.#events.onEnd(sentence);
  }
}
