import { orRefused } from './storage-trouble.ts';
import { inOneWrite, type WebDatabase } from './web-database.ts';

/** Small things that a page remembers, by name: what a structured clone can carry. */
export interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}

/** Settings in the browser's database. */
export class WebSettings implements Settings {
  readonly #database: WebDatabase;

  constructor(database: WebDatabase) {
    this.#database = database;
  }

  async read(name: string): Promise<unknown> {
    return orRefused(() => this.#database.get('settings', name));
  }

  async write(name: string, value: unknown): Promise<void> {
    await orRefused(() => inOneWrite(this.#database, 'settings', (store) => store.put(value, name)));
  }
}

/** Settings that are forgotten with the page. */
export class MemorySettings implements Settings {
  readonly #values = new Map<string, unknown>();

  async read(name: string): Promise<unknown> {
    return this.#values.get(name);
  }

  async write(name: string, value: unknown): Promise<void> {
    this.#values.set(name, structuredClone(value));
  }
}
