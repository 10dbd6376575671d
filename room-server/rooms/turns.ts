/**
 * Does one thing after the other. What two admins change at once is checked and written in turn, so that the second finds
 * what the first has left.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does `work` once all that was asked for before is over, whether it went well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
