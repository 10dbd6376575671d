import { Turns } from '../connection/turns.ts';
import type { MessageStore } from './message-store.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const SEPARATOR = '\n';

export interface SmallTextsOptions {
  /** Where they are kept: a conversation that nobody has. */
  readonly place: string;
  /** How many are remembered. */
  readonly most: number;
  /** Whether the text of a key stays as long as there are others to forget. */
  readonly isDear?: (key: string) => boolean;
}

/** Short texts by key, such as the names of people, kept beside the messages. The oldest go first. */
export class SmallTexts {
  readonly #store: MessageStore;
  readonly #options: SmallTextsOptions;
  readonly #texts: Map<string, string>;
  readonly #kept: Map<string, string>;
  readonly #turns = new Turns();

  private constructor(store: MessageStore, options: SmallTextsOptions, texts: Map<string, string>) {
    this.#store = store;
    this.#options = options;
    this.#texts = texts;
    this.#kept = new Map(texts);
  }

  /** Reads what is kept. Rejects where it cannot be. */
  static async open(store: MessageStore, options: SmallTextsOptions): Promise<SmallTexts> {
    const texts = new Map<string, string>();
    for (const bytes of await store.load(options.place)) {
      const [key = '', ...text] = decoder.decode(bytes).split(SEPARATOR);
      texts.delete(key);
      texts.set(key, text.join(SEPARATOR));
    }
    return new SmallTexts(store, options, texts);
  }

  get keys(): readonly string[] {
    return [...this.#texts.keys()];
  }

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /**
   * Notes a text at once, and keeps it, one after the other; `undefined` takes it away. Rejects where it cannot be kept
   * now: it is with the next one.
   */
  async set(key: string, text: string | undefined): Promise<void> {
    if (this.#texts.get(key) !== text) {
      this.#texts.delete(key);
      if (text !== undefined) this.#texts.set(key, text);
    }
    while (this.#texts.size > this.#options.most) this.#texts.delete(this.#oldest(key));
    await this.#turns.take(() => this.#write());
  }

  async #write(): Promise<void> {
    const put = [...this.#texts].filter(([key, text]) => this.#kept.get(key) !== text);
    const drop = [...this.#kept].filter(([key, text]) => this.#texts.get(key) !== text);
    if (put.length + drop.length === 0) return;
    await this.#store.change(this.#options.place, {
      put: put.map((entry) => ({ id: idOf(entry), bytes: encoder.encode(idOf(entry)) })),
      drop: drop.map(idOf),
    });
    for (const [key] of drop) this.#kept.delete(key);
    for (const [key, text] of put) this.#kept.set(key, text);
  }

  /** The one to be forgotten for a new one: of those who are not dear, where there is any other. */
  #oldest(fresh: string): string {
    const { isDear = () => false } = this.#options;
    const keys = [...this.#texts.keys()];
    return keys.find((key) => key !== fresh && !isDear(key)) ?? keys[0] ?? fresh;
  }
}

function idOf([key, text]: readonly [string, string]): string {
  return `${key}${SEPARATOR}${text}`;
}
