import { type KeptKey, type KeyStore, readKeptKey } from '../identity/kept-key.ts';
import { KeyError } from '../identity/key-error.ts';
import { orRefused } from './storage-trouble.ts';
import type { ToldTabs } from './told-tabs.ts';
import { inOneWrite, type WebDatabase } from './web-database.ts';

/** There is one key. */
const PLACE = 'own';

/** The key of a person, in the browser's database. */
export class WebKeyStore implements KeyStore {
  readonly #database: WebDatabase;
  readonly #tabs: ToldTabs;

  constructor(database: WebDatabase, tabs: ToldTabs) {
    this.#database = database;
    this.#tabs = tabs;
  }

  async read(): Promise<KeptKey | undefined> {
    return keyOf(await orRefused(() => this.#database.get('keys', PLACE)));
  }

  async change(edit: (kept: KeptKey | undefined) => KeptKey | undefined): Promise<KeptKey | undefined> {
    const { kept, written } = await orRefused(() => this.#edited(edit));
    if (written) this.#tabs.tell();
    return kept;
  }

  onChange(listener: () => void): Disposable {
    return this.#tabs.onChange(listener);
  }

  #edited(edit: (kept: KeptKey | undefined) => KeptKey | undefined) {
    return inOneWrite(this.#database, 'keys', async (store) => {
      const before = keyOf(await store.get(PLACE));
      const kept = edit(before);
      if (kept !== before) await (kept === undefined ? store.delete(PLACE) : store.put(kept, PLACE));
      return { kept, written: kept !== before };
    });
  }
}

function keyOf(value: unknown): KeptKey | undefined {
  if (value === undefined) return undefined;
  const kept = readKeptKey(value);
  if (kept !== undefined) return kept;
  throw new KeyError(
    'damaged',
    "The key that this browser keeps cannot be read. Bring yours from another device or from your phrase, after clearing this page's data.",
  );
}
