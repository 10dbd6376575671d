import type { MessageStore } from './message-store.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const SEPARATOR = '\n';

/**
 * Short texts by key, such as the names of people, kept beside the messages: in a conversation of its own, which is
 * none that anybody has. The oldest go first.
 */
export class SmallTexts {
  readonly #store: MessageStore;
  readonly #place: string;
  readonly #most: number;
  readonly #texts: Map<string, string>;

  private constructor(store: MessageStore, place: string, most: number, texts: Map<string, string>) {
    this.#store = store;
    this.#place = place;
    this.#most = most;
    this.#texts = texts;
  }

  /** Reads what is kept. Rejects where it cannot be. */
  static async open(store: MessageStore, place: string, most: number): Promise<SmallTexts> {
    const texts = new Map<string, string>();
    for (const bytes of await store.load(place)) {
      const [key = '', ...text] = decoder.decode(bytes).split(SEPARATOR);
      texts.delete(key);
      texts.set(key, text.join(SEPARATOR));
    }
    return new SmallTexts(store, place, most, texts);
  }

  get keys(): readonly string[] {
    return [...this.#texts.keys()];
  }

  get(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /** Notes a text at once, and keeps it; `undefined` takes it away. Rejects where it cannot be kept. */
  async set(key: string, text: string | undefined): Promise<void> {
    const before = this.#texts.get(key);
    if (before === text) return;
    this.#texts.delete(key);
    const drop = before === undefined ? [] : [idOf(key, before)];
    if (text !== undefined) {
      this.#texts.set(key, text);
      drop.push(...this.#oldest());
      await this.#store.add(this.#place, idOf(key, text), encoder.encode(idOf(key, text)));
    }
    if (drop.length > 0) await this.#store.remove(this.#place, drop);
  }

  #oldest(): string[] {
    const [first] = this.#texts;
    if (first === undefined || this.#texts.size <= this.#most) return [];
    this.#texts.delete(first[0]);
    return [idOf(...first)];
  }
}

function idOf(key: string, text: string): string {
  return `${key}${SEPARATOR}${text}`;
}
