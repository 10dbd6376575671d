import type { MessageChanges, MessageStore } from '../chat/message-store.ts';
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

  change(conversation: string, { put, drop }: MessageChanges): Promise<void> {
    return orRefused(() =>
      inOneWrite(this.#database, 'messages', async (store) => {
        const byId = store.index('byId');
        for (const id of drop) {
          const key = await byId.getKey([conversation, id]);
          if (key !== undefined) await store.delete(key);
        }
        for (const { id, bytes } of put) {
          if ((await byId.getKey([conversation, id])) !== undefined) continue;
          // A browser would keep all of the memory that the bytes are a part of.
          await store.add({ conversation, id, bytes: Uint8Array.from(bytes) });
        }
      }),
    );
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
}
