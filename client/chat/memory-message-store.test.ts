import { MemoryMessageStore } from './memory-message-store.ts';
import { messageStoreSuite } from './message-store.suite.ts';

messageStoreSuite('memory', async () => {
  const store = new MemoryMessageStore();
  return { first: store, second: store, async [Symbol.asyncDispose]() {} };
});
