import type { Clock } from '@open-rooms/protocol';
import type { FromPlayer } from './play-messages.ts';

/** What is shown is told at most so often, and each time with what is shown then: milliseconds. */
const SHOWN_TELL_MS = 250;

interface Drawn {
  readonly timestamp: number;
  readonly width: number;
  readonly height: number;
}

/** Counts pictures that are drawn, and tells what is shown. */
export class ShownCount {
  readonly #parts: { readonly clock: Clock; tell(message: FromPlayer): void };
  /** When those of the last second were drawn. */
  #times: number[] = [];
  #toldAt = Number.NEGATIVE_INFINITY;
  #last: (Drawn & { readonly at: number }) | undefined;
  #timer: Disposable | undefined;

  constructor(parts: { readonly clock: Clock; tell(message: FromPlayer): void }) {
    this.#parts = parts;
  }

  drawn(drawn: Drawn): void {
    const at = this.#parts.clock.now();
    this.#times.push(at);
    this.#last = { ...drawn, at };
    const dueIn = this.#toldAt + SHOWN_TELL_MS - at;
    if (dueIn <= 0) this.#tell();
    else this.#timer ??= this.#parts.clock.after(dueIn, () => this.#tell());
  }

  #tell(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#last === undefined) return;
    const now = this.#parts.clock.now();
    this.#toldAt = now;
    this.#times = this.#times.filter((time) => time > now - 1000);
    this.#parts.tell({ kind: 'shown', ...this.#last, fps: this.#times.length });
  }
}
