/** Those who are told of each change of something, in the order in which they asked. */
export class Watchers<Change> {
  readonly #told = new Set<(change: Change) => void>();

  /** Tells `told` of every change from now on, until disposed. */
  add(told: (change: Change) => void): Disposable {
    this.#told.add(told);
    return { [Symbol.dispose]: () => void this.#told.delete(told) };
  }

  tell(change: Change): void {
    for (const told of [...this.#told]) told(change);
  }
}
