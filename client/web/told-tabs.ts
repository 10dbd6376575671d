/** Something that tabs tell each other. */
export interface TabNews {
  tell(): void;
  /** Calls `listener` each time that another tab tells it, until disposed. */
  onChange(listener: () => void): Disposable;
}

/** Tells the other tabs of this origin that something was changed, and hears it of them. Own changes are not told. */
export class ToldTabs implements TabNews, Disposable {
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<() => void>();

  /** @param what is changed: those who name the same hear each other. */
  constructor(what: string) {
    this.#channel = new BroadcastChannel(what);
    this.#channel.onmessage = () => {
      for (const listener of [...this.#listeners]) listener();
    };
  }

  tell(): void {
    this.#channel.postMessage('changed');
  }

  onChange(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#channel.close();
  }
}
