import type { Contact } from './contact.ts';
import { contactStoreSuite } from './contact-store.suite.ts';
import { MemoryStore } from './memory-store.ts';

contactStoreSuite('memory', async () => {
  const first = new MemoryStore<Contact>();
  return { first, second: first.beside(), async [Symbol.asyncDispose]() {} };
});
