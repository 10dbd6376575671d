/** What was begun and has not ended: Kysely itself closes a database under queries that wait for it. */
export class Begun {
  readonly #running = new Set<Promise<unknown>>();

  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
