import { BodyType } from '../muxrpc/frame.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';

const encoder = new TextEncoder();

/** A value of a source, encoded once for however many readers. */
export class Encoded<T> {
  readonly json: Uint8Array;

  constructor(value: T) {
    this.json = encoder.encode(JSON.stringify(value) ?? 'null');
  }
}

/** Where the handler of a source puts its values. */
export class Outlet<T> implements Receiver {
  readonly #stream: Stream;
  readonly #onEnd: (() => void)[] = [];
  #onRoom: (() => void) | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.receiver = this;
  }

  /** Whether the last value still waits for a slow reader. */
  get isBehind(): boolean {
    return this.#stream.queuedBytes > 0;
  }

  push(value: T | Encoded<T>): void {
    if (value instanceof Encoded) this.#stream.sendEncoded(BodyType.json, value.json);
    else this.#stream.send(value);
    if (this.#stream.sentEnd) this.onEnd();
  }

  end(): void {
    this.#stream.end();
    this.onEnd();
  }

  fail(sentence: string): void {
    this.#stream.cut(sentence);
    this.onEnd();
  }

  /** Runs once when nobody reads any more, whichever side ended it. */
  whenEnded(run: () => void): void {
    if (this.#stream.sentEnd) run();
    else this.#onEnd.push(run);
  }

  /** Runs once, when the reader caught up. */
  whenCaughtUp(run: () => void): void {
    this.#onRoom = run;
    this.#stream.wantRoom(0);
  }

  onFrame(): void {
    // A source is not written to.
  }

  onEnd(): void {
    for (const run of this.#onEnd.splice(0)) run();
  }

  onRoom(): void {
    this.#onRoom?.();
  }
}
