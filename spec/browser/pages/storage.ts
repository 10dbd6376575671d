import { feed, followed } from '../../../client/contacts/test-feeds.ts';
import { KeyVault } from '../../../client/identity/key-vault.ts';
import { openBrowserRuntime, openWebStorage } from '../../../client/web/index.ts';

const { crypto } = await openBrowserRuntime();
const storage = await openWebStorage();
const vault = await KeyVault.open({ store: storage.key, crypto });
let changes = 0;
vault.watch(() => {
  changes++;
});

/** What a page knows of its key. */
export function key() {
  const { state, id, hasPassphrase, identity } = vault;
  return { state, id: id ?? null, hasPassphrase, secretId: identity?.id ?? null, changes };
}

/** Does something to the key; answers what is wrong, or null. */
export async function act(
  name: 'create' | 'unlock' | 'setPassphrase' | 'removePassphrase',
  ...texts: string[]
) {
  const [first = '', second] = texts;
  const acts = {
    create: () => vault.create(),
    unlock: () => vault.unlock(first),
    setPassphrase: () => vault.setPassphrase(first, second),
    removePassphrase: () => vault.removePassphrase(first),
  };
  return acts[name]().then(
    () => null,
    (error: { fault?: string; message: string }) => error.fault ?? error.message,
  );
}

/** Resolves once the key is in this state. */
export async function isIn(state: typeof vault.state): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => vault.state === state && reached.resolve();
  using _watching = vault.watch(look);
  look();
  await reached.promise;
}

export function trouble(): string | null {
  return storage.trouble ?? null;
}

/** Follows somebody; resolves with how many are followed. */
export async function follow(number: number): Promise<number> {
  await storage.contacts.change([feed(number)], () => followed(number));
  return (await storage.contacts.load()).length;
}

/** Waits until another tab has changed the contacts, and counts them. */
export async function heardOfContacts(): Promise<number> {
  const told = Promise.withResolvers<void>();
  using _listening = storage.contacts.onChange(() => told.resolve());
  document.documentElement.dataset['listening'] = 'yes';
  await told.promise;
  return (await storage.contacts.load()).length;
}

/** Keeps a message of so many bytes; answers what is wrong, or null. */
export async function keep(id: string, length: number) {
  const bytes = new Uint8Array(length);
  return storage.messages.change('tea', { put: [{ id, bytes }], drop: [] }).then(
    () => null,
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}

/** From now on the browser finds no room for anything new. */
export function fillUp(): void {
  IDBObjectStore.prototype.add = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
}

/** How many messages of the conversation are kept. */
export async function kept(): Promise<number> {
  return (await storage.messages.load('tea')).length;
}

/** Asks twice that nothing be cleared away. */
export async function persistTwice(): Promise<unknown> {
  return [await storage.persist(), await storage.persist(), await storage.settings.read('persist-asked')];
}
