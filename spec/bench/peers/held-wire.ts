import type { Wire, WireEvents } from '@open-rooms/protocol';
import type { TcpWire } from '@open-rooms/protocol/node';

/**
 * A wire that can be held: what is written meanwhile is kept, and leaves in its order when it is released, as fast
 * as the socket takes it. So a sender seals before the measured time, not in it.
 */
export class HeldWire implements Wire {
  readonly #wire: TcpWire;
  readonly #kept: Uint8Array[] = [];
  #held = false;

  constructor(wire: TcpWire) {
    this.#wire = wire;
  }

  attach(events: WireEvents): void {
    this.#wire.attach({
      onBytes: (bytes) => events.onBytes(bytes),
      onClosed: () => events.onClosed(),
      onDrained: () => {
        this.#pump();
        if (this.backlog === 0) events.onDrained();
      },
    });
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#pump();
  }

  write(bytes: Uint8Array): void {
    this.#kept.push(bytes);
    if (!this.#held) this.#pump();
  }

  /** Nothing while it is held: then it takes whatever comes. */
  get backlog(): number {
    return this.#held ? 0 : this.#kept.length + this.#wire.backlog;
  }

  pause(): void {
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
  }

  end(): void {
    this.#wire.end();
  }

  destroy(): void {
    this.#wire.destroy();
  }

  #pump(): void {
    if (this.#held) return;
    let written = 0;
    while (written < this.#kept.length && this.#wire.backlog === 0) {
      const bytes = this.#kept[written++];
      if (bytes !== undefined) this.#wire.write(bytes);
    }
    this.#kept.splice(0, written);
  }
}
