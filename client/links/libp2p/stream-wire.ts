import type { Stream } from '@libp2p/interface';
import type { LoneWire, WireEvents } from '@open-rooms/protocol';

/** A stream of libp2p as a wire that one thing goes over. */
export class StreamWire implements LoneWire {
  readonly #stream: Stream;
  readonly #onHeard: () => void;
  #isClosed = false;

  /** `onHeard` is told whenever something comes, before whoever reads it. */
  constructor(stream: Stream, onHeard: () => void) {
    this.#stream = stream;
    this.#onHeard = onHeard;
  }

  attach(events: WireEvents): void {
    const stream = this.#stream;
    stream.addEventListener('message', ({ data }) => {
      this.#onHeard();
      events.onBytes(data.subarray());
    });
    // Those who attached before, libp2p itself, go on sending in this turn; what they cannot send waits again.
    stream.addEventListener('drain', () => {
      queueMicrotask(() => {
        if (!stream.writableNeedsDrain) events.onDrained();
      });
    });
    const closed = () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      events.onClosed();
      this.end();
    };
    stream.addEventListener('end', closed);
    stream.addEventListener('close', closed);
    if (stream.status !== 'open') queueMicrotask(closed);
  }

  write(bytes: Uint8Array): void {
    if (this.#stream.writeStatus === 'writable') this.#stream.send(bytes);
  }

  get backlog(): number {
    const { writableNeedsDrain, writeBufferLength } = this.#stream;
    return writableNeedsDrain ? Math.max(1, writeBufferLength) : 0;
  }

  pause(): void {
    if (this.#stream.readStatus === 'readable') this.#stream.pause();
  }

  resume(): void {
    if (this.#stream.readStatus === 'paused') this.#stream.resume();
  }

  end(): void {
    if (this.#stream.writeStatus !== 'writable') return;
    this.#stream.close().catch((error: unknown) => {
      this.#stream.abort(error instanceof Error ? error : new Error(String(error)));
    });
  }

  destroy(): void {
    this.#stream.abort(new Error('the stream was given up'));
  }
}
