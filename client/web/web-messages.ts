import type { MessageStore } from '../chat/message-store.ts';
import { orRefused } from './storage-trouble.ts';
import { inOneWrite, type WebDatabase } from './web-database.ts';

/** The messages of conversations, in the browser's database. */
export class WebMessages implements MessageStore {
  readonly #database: WebDatabase;

  constructor(database: WebDatabase) {
    this.#database = database;
  }

  async load(conversation: string): Promise<Uint8Array[]> {
    const kept = await orRefused(() =>
      this.#database.getAllFromIndex('messages', 'byConversation', conversation),
    );
    return kept.map(({ bytes }) => bytes);
  }

  async add(conversation: string, id: string, bytes: Uint8Array): Promise<boolean> {
    return this.#write(async (store) => {
      if ((await store.index('byId').getKey([conversation, id])) !== undefined) return false;
      // A browser would keep all of the memory that the bytes are a part of.
      await store.add({ conversation, id, bytes: Uint8Array.from(bytes) });
      return true;
    });
  }

  async remove(conversation: string, ids: readonly string[]): Promise<void> {
    await this.#write(async (store) => {
      for (const id of ids) {
        const key = await store.index('byId').getKey([conversation, id]);
        if (key !== undefined) await store.delete(key);
      }
    });
  }

  async conversations(): Promise<string[]> {
    return orRefused(async () => {
      const found: string[] = [];
      const { store } = this.#database.transaction('messages');
      let cursor = await store.index('byConversation').openKeyCursor(null, 'nextunique');
      for (; cursor !== null; cursor = await cursor.continue()) found.push(cursor.key);
      return found;
    });
  }

  #write<R>(act: Parameters<typeof inOneWrite<'messages', R>>[2]): Promise<R> {
    return orRefused(() => inOneWrite(this.#database, 'messages', act));
  }
}
