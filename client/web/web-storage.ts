import { MemoryMessageStore } from '../chat/memory-message-store.ts';
import type { MessageStore } from '../chat/message-store.ts';
import { type Contact, type ContactStore, readContact } from '../contacts/contact.ts';
import { type KnownRoom, type KnownRoomStore, readKnownRoom } from '../contacts/known-room.ts';
import { MemoryStore } from '../contacts/memory-store.ts';
import type { KeyStore } from '../identity/kept-key.ts';
import { MemoryKeyStore } from '../identity/memory-key-store.ts';
import { MemorySettings, type Settings, WebSettings } from './settings.ts';
import { reasonOf } from './storage-trouble.ts';
import { type TabNews, ToldTabs } from './told-tabs.ts';
import { WebBook } from './web-book.ts';
import { openWebDatabase, type WebDatabase } from './web-database.ts';
import { WebKeyStore } from './web-key-store.ts';
import { WebMessages } from './web-messages.ts';

/** What a person's browser keeps for this origin. Tabs share it. */
export interface WebStorage extends Disposable {
  readonly key: KeyStore;
  readonly contacts: ContactStore;
  readonly rooms: KnownRoomStore;
  readonly messages: MessageStore;
  readonly settings: Settings;
  /** Tells the other tabs that the key is locked, and hears it of them. */
  readonly locking: TabNews;
  /** Why nothing is kept beyond this page, as a sentence for its person; `undefined` where it is. */
  readonly trouble: string | undefined;
  /**
   * Asks the browser, once in all, not to clear this away by itself when the disk fills. Answers whether it promises
   * that. Some browsers ask their person: call it when there is something to lose.
   */
  persist(): Promise<boolean>;
}

/** The database's name. Pages that share an origin share it. */
const DATABASE = 'open-rooms';

const PERSIST_ASKED = 'persist-asked';

/** Opens what this browser keeps; where it keeps nothing, all is in memory, and `trouble` says so. */
export async function openWebStorage(name = DATABASE): Promise<WebStorage> {
  try {
    // Where storage is switched off, some browsers lack it, and some throw when it is touched.
    if (globalThis.indexedDB === undefined) return inMemory('it has no database for pages.');
    return kept(await openWebDatabase(name), name);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return inMemory(reasonOf(error));
  }
}

function kept(database: WebDatabase, name: string): WebStorage {
  const opened = new DisposableStack();
  const tabs = (what: string) => opened.use(new ToldTabs(`${name}/${what}`));
  opened.defer(() => database.close());
  const settings = new WebSettings(database);
  return {
    key: new WebKeyStore(database, tabs('keys')),
    contacts: new WebBook<Contact>(database, 'contacts', readContact, tabs('contacts')),
    rooms: new WebBook<KnownRoom>(database, 'rooms', readKnownRoom, tabs('rooms')),
    messages: new WebMessages(database),
    settings,
    locking: tabs('locking'),
    trouble: undefined,
    persist: () => persisted(settings),
    [Symbol.dispose]: () => opened.dispose(),
  };
}

function inMemory(reason: string): WebStorage {
  return {
    key: new MemoryKeyStore(),
    contacts: new MemoryStore<Contact>(),
    rooms: new MemoryStore<KnownRoom>(),
    messages: new MemoryMessageStore(),
    settings: new MemorySettings(),
    // Each tab has a key of its own then.
    locking: { tell: () => undefined, onChange: () => ({ [Symbol.dispose]: () => undefined }) },
    trouble: `Nothing is kept when this page is closed, your key neither. This browser does not allow it: ${reason}`,
    persist: async () => false,
    [Symbol.dispose]: () => undefined,
  };
}

/** Only pages that came over https, or from this machine, may ask. */
async function persisted(settings: Settings): Promise<boolean> {
  const storage: StorageManager | undefined = navigator.storage;
  if (storage?.persisted === undefined) return false;
  if (await storage.persisted()) return true;
  if ((await settings.read(PERSIST_ASKED)) === true) return false;
  await settings.write(PERSIST_ASKED, true);
  return storage.persist();
}
