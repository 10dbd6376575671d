import { messageStoreSuite } from '../../../client/chat/message-store.suite.ts';
import { contactStoreSuite } from '../../../client/contacts/contact-store.suite.ts';
import { openWebStorage, type WebStorage } from '../../../client/web/index.ts';
import { type Ended, runPlanned } from './node-test.ts';

let made = 0;

/** A new place, opened as two tabs have it open. */
async function twice<S>(storeOf: (storage: WebStorage) => S) {
  const name = `suite-${made++}`;
  const [first, second] = [await openWebStorage(name), await openWebStorage(name)];
  return {
    first: storeOf(first),
    second: storeOf(second),
    async [Symbol.asyncDispose]() {
      first[Symbol.dispose]();
      second[Symbol.dispose]();
    },
  };
}

/** What every store does, in this browser's database. */
export function runSuites(): Promise<Ended[]> {
  contactStoreSuite('this browser', () => twice(({ contacts }) => contacts));
  messageStoreSuite('this browser', () => twice(({ messages }) => messages));
  return runPlanned();
}
