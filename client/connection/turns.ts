/** Acts of which each begins when the one before is over, however it ended. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does something when its turn has come, and answers what it answers. */
  take<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
