import type { MessageChanges, MessageStore } from './message-store.ts';

/** Messages that are forgotten when the program ends: for tests, and where a browser keeps nothing. */
export class MemoryMessageStore implements MessageStore {
  readonly #conversations = new Map<string, Map<string, Uint8Array>>();

  async load(conversation: string): Promise<Uint8Array[]> {
    return [...(this.#conversations.get(conversation)?.values() ?? [])].map((bytes) => bytes.slice());
  }

  async change(conversation: string, { put, drop }: MessageChanges): Promise<void> {
    const copies = put.map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) }));
    const messages = this.#conversations.get(conversation) ?? new Map<string, Uint8Array>();
    for (const id of drop) messages.delete(id);
    for (const { id, bytes } of copies) if (!messages.has(id)) messages.set(id, bytes);
    if (messages.size > 0) this.#conversations.set(conversation, messages);
    else this.#conversations.delete(conversation);
  }

  async conversations(): Promise<string[]> {
    return [...this.#conversations.keys()];
  }
}
