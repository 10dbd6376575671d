import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { messageStoreSuite } from '../chat/message-store.suite.ts';
import { feed, followed } from '../contacts/test-feeds.ts';
import { openProfile } from './profile.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-messages-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
const newPath = () => join(folder, `profile-${made++}`);
const OPTIONS = { crypto: sodium };

messageStoreSuite('a profile', async () => {
  const path = newPath();
  const [first, second] = [await openProfile(path, OPTIONS), await openProfile(path, OPTIONS)];
  return {
    first: first.messages,
    second: second.messages,
    async [Symbol.asyncDispose]() {
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
});

test('a profile of the version before keeps its book, and gets room for messages', async () => {
  const path = newPath();
  const before = await openProfile(path, OPTIONS);
  await before.contacts.change([feed(1)], () => followed(1));
  await before[Symbol.asyncDispose]();
  const database = new DatabaseSync(join(path, 'contacts.db'));
  database.exec('drop table messages; pragma user_version = 1;');
  database.close();
  await using now = await openProfile(path, OPTIONS);
  assert.deepEqual(await now.contacts.load(), [followed(1)]);
  await now.messages.change('tea', { put: [{ id: 'a', bytes: Uint8Array.of(1) }], drop: [] });
  assert.equal((await now.messages.load('tea')).length, 1);
});
