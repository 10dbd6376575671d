import type { Wire, WireEvents } from '../connection/wire.ts';

/**
 * One end of a socket in memory. It behaves as a TCP socket does: bytes and closings arrive in a later microtask,
 * a paused reader leaves them with their sender, and an end is answered by an end.
 */
export class MemoryWire implements Wire {
  #other: MemoryWire = this;
  #events: WireEvents | undefined;
  readonly #queue: Uint8Array[] = [];
  #backlog = 0;
  #paused = false;
  #scheduled = false;
  #ending = false;
  #closed = false;

  /** Two ends of one socket. */
  static pair(): [MemoryWire, MemoryWire] {
    const left = new MemoryWire();
    const right = new MemoryWire();
    left.#other = right;
    right.#other = left;
    return [left, right];
  }

  /** Tells `events` what happens from now on; until then the other side's bytes wait. */
  attach(events: WireEvents): void {
    this.#events = events;
    this.#other.#schedule();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  get backlog(): number {
    return this.#backlog;
  }

  write(bytes: Uint8Array): void {
    if (this.#ending || this.#closed) return;
    this.#queue.push(bytes);
    this.#backlog += bytes.length;
    this.#schedule();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#other.#schedule();
  }

  end(): void {
    this.#ending = true;
    this.#schedule();
  }

  destroy(): void {
    this.#queue.length = 0;
    this.#close();
    this.#other.#close();
  }

  get #reads(): boolean {
    return this.#events !== undefined && !this.#paused;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const other = this.#other;
    const hadBacklog = this.#backlog > 0;
    while (!this.#closed && other.#reads) {
      const bytes = this.#queue.shift();
      if (bytes === undefined) break;
      this.#backlog -= bytes.length;
      other.#events?.onBytes(bytes);
    }
    if (this.#closed || this.#backlog > 0) return;
    if (hadBacklog) this.#events?.onDrained();
    if (!this.#ending || !other.#reads) return;
    if (other.#ending && other.#backlog === 0) this.destroy();
    else other.end();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    queueMicrotask(() => this.#events?.onClosed());
  }
}
