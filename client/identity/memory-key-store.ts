import type { KeptKey, KeyStore } from './kept-key.ts';

/** What handles on one place share. */
interface Place {
  kept: KeptKey | undefined;
  readonly handles: Set<MemoryKeyStore>;
}

/** A key that is forgotten with the page: for tests, and where a browser keeps nothing. */
export class MemoryKeyStore implements KeyStore {
  readonly #place: Place;
  readonly #listeners = new Set<() => void>();

  constructor(place: Place = { kept: undefined, handles: new Set() }) {
    this.#place = place;
    place.handles.add(this);
  }

  /** Another handle on the same key, as another tab has one. */
  beside(): MemoryKeyStore {
    return new MemoryKeyStore(this.#place);
  }

  async read(): Promise<KeptKey | undefined> {
    return this.#place.kept;
  }

  async change(edit: (kept: KeptKey | undefined) => KeptKey | undefined): Promise<KeptKey | undefined> {
    const next = edit(this.#place.kept);
    if (next === this.#place.kept) return next;
    this.#place.kept = next;
    for (const handle of this.#place.handles) if (handle !== this) handle.#tell();
    return next;
  }

  onChange(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
