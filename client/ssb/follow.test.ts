import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createIdentity } from '../identity/identity.ts';
import { nodeRuntime } from '../node/runtime.ts';
import { follow } from './follow.ts';
import type { AppRooms } from './rooms.ts';
import { stockKeys } from './stock-app.ts';
import type { Callback, ContactsApi, StockApp, StockConfig } from './stock-packages.ts';

const { id } = createIdentity(nodeRuntime.crypto);
const keys = stockKeys(createIdentity(nodeRuntime.crypto));

/** What an app that has this wrote down. */
async function written(api: (write: (...args: unknown[]) => void) => ContactsApi): Promise<unknown[]> {
  const calls: unknown[] = [];
  const app = api((...args) => {
    calls.push(...args.slice(0, -1));
    (args.at(-1) as Callback)(null);
  }) as StockApp;
  const rooms = { open: () => [] } as unknown as AppRooms;
  const where = await follow(app, { keys } as unknown as StockConfig, rooms, id, true);
  return [where, ...calls];
}

const content = { type: 'contact', contact: id, following: true };

describe("following somebody is the app's own contact", () => {
  test('by ssb-friends, where it is there', async () => {
    const api = (write: (...args: unknown[]) => void) => ({ friends: { follow: write }, publish: write });
    assert.deepEqual(await written(api), ['friends', id, { state: true }]);
  });

  test("by ssb-db's publish", async () => {
    assert.deepEqual(await written((publish) => ({ publish })), ['publish', content]);
  });

  test("by ssb-db2's create", async () => {
    const options = { keys, content, feedFormat: 'classic' };
    assert.deepEqual(await written((create) => ({ db: { create } })), ['db', options]);
  });
});
