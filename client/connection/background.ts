import { Refused } from '@open-rooms/protocol';
import { throwLater } from './room-connection.ts';

/**
 * What is noted beside the work, such as where a contact was seen. A store that does not take it now keeps nobody out
 * of a room: it is noted next time. Faults of ours are thrown.
 */
export class Background {
  readonly #running = new Set<Promise<void>>();

  run(work: Promise<unknown>): void {
    const running = work.then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof Refused)) throwLater(error);
      },
    );
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  /** Resolves when nothing is under way any more: before what it writes to is closed. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
