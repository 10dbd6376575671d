import type { Clock } from '@open-rooms/protocol';
import type { Store } from '../store/port.ts';
import type { Metrics } from './metrics.ts';

/** How long a write is believed: each goes all the way to the disk, and monitors ask as often as they like. */
const WRITABLE_FRESH_MS = 10_000;

export interface ReadinessParts {
  readonly store: Pick<Store, 'checkWritable'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly audit: Pick<Metrics['audit'], 'waiting' | 'lost'>;
  readonly isStopping: () => boolean;
}

/** Whether a server can do its work, and why not. */
export class Readiness {
  readonly #parts: ReadinessParts;
  #tried: { readonly at: number; readonly reason: Promise<string | undefined> } | undefined;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  /** Why it cannot, as a sentence; `undefined` where it can. */
  async whyNot(): Promise<string | undefined> {
    if (this.#parts.isStopping()) return 'The room is stopping.';
    return this.#triedLately();
  }

  #triedLately(): Promise<string | undefined> {
    const now = this.#parts.clock.now();
    if (this.#tried === undefined || now - this.#tried.at >= WRITABLE_FRESH_MS)
      this.#tried = { at: now, reason: this.#tryToWrite() };
    return this.#tried.reason;
  }

  async #tryToWrite(): Promise<string | undefined> {
    try {
      await this.#parts.store.checkWritable();
      return undefined;
    } catch (error) {
      const { waiting, lost } = this.#parts.audit;
      const why = error instanceof Error ? error.message : String(error);
      return `${why} ${waiting} entries of the audit log wait for it, ${lost} are lost.`;
    }
  }
}
