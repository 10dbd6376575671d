import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';

/** What a person's browser keeps for one origin. */
interface Schema extends DBSchema {
  /** The one key, under `own`. */
  keys: { key: string; value: unknown };
  /** Books: records by their id. */
  contacts: { key: string; value: unknown };
  rooms: { key: string; value: unknown };
  /** Messages, by the order in which they were added. */
  messages: {
    key: number;
    value: KeptMessage;
    indexes: { byId: [conversation: string, id: string]; byConversation: string };
  };
  settings: { key: string; value: unknown };
}

interface KeptMessage {
  readonly conversation: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

export type BookName = 'contacts' | 'rooms';
type StoreName = BookName | 'keys' | 'messages' | 'settings';
export type WebDatabase = IDBPDatabase<Schema>;

/** Each brings the database from the version before to its own, which is its place in the list, from 1. */
const MIGRATIONS: readonly ((database: WebDatabase) => void)[] = [
  (database) => {
    for (const name of ['keys', 'contacts', 'rooms', 'settings'] as const) database.createObjectStore(name);
    const messages = database.createObjectStore('messages', { autoIncrement: true });
    messages.createIndex('byId', ['conversation', 'id'], { unique: true });
    messages.createIndex('byConversation', 'conversation');
  },
];

/**
 * Opens the database of this origin, and makes it where there is none. Rejects with a `DOMException` where the browser
 * does not allow that.
 */
export async function openWebDatabase(name: string): Promise<WebDatabase> {
  const database: WebDatabase = await openDB<Schema>(name, MIGRATIONS.length, {
    upgrade(fresh, before) {
      for (const migrate of MIGRATIONS.slice(before)) migrate(fresh);
    },
    // A newer version of the page in another tab would wait for ever; what is done here then is refused.
    blocking: () => database.close(),
  });
  return database;
}

/**
 * Writes to one store, all or nothing, with nobody else's change between: a browser runs transactions that write to one
 * store one after the other, whichever tab they are of. On the disk when it resolves, as far as a browser promises that.
 * @param act may await nothing but the store.
 */
export async function inOneWrite<N extends StoreName, R>(
  database: WebDatabase,
  name: N,
  act: (store: IDBPObjectStore<Schema, [N], N, 'readwrite'>) => Promise<R>,
): Promise<R> {
  const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
  const { done } = transaction;
  // Where `act` fails first, its error says why.
  done.catch(() => undefined);
  try {
    const result = await act(transaction.store);
    await done;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/** Takes back what was done; one that has failed by itself is over already. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
