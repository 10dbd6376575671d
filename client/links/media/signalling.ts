import type { Clock } from '@open-rooms/protocol';
import { type Signal, SignalStream, type SignalWire } from './signal.ts';

/** Streams that are read: ours and theirs where both opened one, and the two after them. The oldest goes. */
const MAX_SIGNAL_STREAMS = 4;

/** Between two tries to open a stream that something has to be said on. */
const REOPEN_MS = 1_000;

export interface SignallingParts {
  readonly clock: Clock;
  /** Opens a stream over whatever connection is alive. Rejects where none is. */
  readonly open: (signal: AbortSignal) => Promise<SignalWire>;
  readonly onSignal: (signal: Signal) => void;
  /** There is a new stream: what was said on one that is lost has to be said again. */
  readonly onStream: () => void;
  /** The last stream has gone. Whether another is opened now; else once there is something to say. */
  readonly onLost: () => 'reopen' | 'wait';
}

/**
 * The signal streams of one media connection: all are read, the newest is written to. When the last has gone (a room
 * restarts), a new one is opened once something has to be said.
 */
export class Signalling {
  readonly #parts: SignallingParts;
  /** The newest last. */
  #streams: SignalStream[] = [];
  readonly #closing = new AbortController();
  #opening = false;
  #timer: Disposable | undefined;

  constructor(parts: SignallingParts) {
    this.#parts = parts;
  }

  /** Signals over this stream from now on. */
  adopt(wire: SignalWire): void {
    if (this.#closing.signal.aborted) return wire.abort('The media connection has been closed.');
    const { clock, onSignal } = this.#parts;
    const stream: SignalStream = new SignalStream(wire, clock, {
      onSignal: (signal) => onSignal(signal),
      onEnd: () => this.#onEnd(stream),
    });
    this.#streams.push(stream);
    if (this.#streams.length > MAX_SIGNAL_STREAMS) this.#streams[0]?.close();
    this.#parts.onStream();
  }

  /** Sends over the newest stream; where there is none, one is opened, and `onStream` says it again. */
  send(signal: Signal): void {
    const stream = this.#streams.at(-1);
    if (stream === undefined) this.reopen();
    else stream.send(signal);
  }

  /** Opens a new stream now, and another try later where that fails. */
  reopen(): void {
    if (this.#opening || this.#closing.signal.aborted) return;
    this.#opening = true;
    this.#timer?.[Symbol.dispose]();
    this.#parts.open(this.#closing.signal).then(
      (wire) => {
        this.#opening = false;
        this.adopt(wire);
      },
      () => {
        this.#opening = false;
        if (this.#closing.signal.aborted) return;
        this.#timer = this.#parts.clock.after(REOPEN_MS, () => this.reopen());
      },
    );
  }

  /** Says a last thing and ends all streams. */
  close(last: Signal): void {
    this.#closing.abort();
    this.#timer?.[Symbol.dispose]();
    const streams = this.#streams;
    this.#streams = [];
    for (const stream of streams) {
      stream.send(last);
      stream.close();
    }
  }

  #onEnd(stream: SignalStream): void {
    const isLast = this.#streams.includes(stream) && this.#streams.length === 1;
    this.#streams = this.#streams.filter((other) => other !== stream);
    if (isLast && !this.#closing.signal.aborted && this.#parts.onLost() === 'reopen') this.reopen();
  }
}
