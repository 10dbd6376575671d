import type { MessageStore } from './message-store.ts';

/** Messages that are forgotten when the program ends: for tests, and where a browser keeps nothing. */
export class MemoryMessageStore implements MessageStore {
  readonly #conversations = new Map<string, Map<string, Uint8Array>>();

  async load(conversation: string): Promise<Uint8Array[]> {
    return [...(this.#conversations.get(conversation)?.values() ?? [])].map((bytes) => bytes.slice());
  }

  async add(conversation: string, id: string, bytes: Uint8Array): Promise<boolean> {
    const messages = this.#conversations.get(conversation) ?? new Map<string, Uint8Array>();
    if (messages.has(id)) return false;
    this.#conversations.set(conversation, messages.set(id, Uint8Array.from(bytes)));
    return true;
  }

  async remove(conversation: string, ids: readonly string[]): Promise<void> {
    const messages = this.#conversations.get(conversation);
    for (const id of ids) messages?.delete(id);
    if (messages?.size === 0) this.#conversations.delete(conversation);
  }

  async conversations(): Promise<string[]> {
    return [...this.#conversations.keys()];
  }
}
