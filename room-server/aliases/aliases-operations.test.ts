import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { OPERATOR } from '../rooms/actor.ts';
import { memoryStore } from '../store/memory.ts';
import { Aliases } from './aliases.ts';
import { aliasesOperations } from './aliases-operations.ts';

const BOB = feedIdOf(new Uint8Array(32).fill(2));

test('moderators see every name with its owner and address, and take it away', async () => {
  const { aliases: store } = memoryStore();
  for (const name of ['rob', 'bob'])
    await store.register({ name, feed: BOB, signature: 'AA==', registeredAt: 7 }, { perFeed: 2, inAll: 2 });
  const aliases = new Aliases({
    roomId: feedIdOf(new Uint8Array(32)),
    store,
    crypto: sodium,
    urlOf: (label) => `https://${label}.room.example`,
    mayHave: () => true,
    isBanned: () => false,
    clock: new VirtualClock(),
    now: () => 8,
    takeDown: () => undefined,
  });
  const operations = aliasesOperations(aliases);
  const entry = (alias: string) => ({
    alias,
    id: BOB,
    registeredAt: 7,
    url: `https://${alias}.room.example`,
  });
  assert.deepEqual(await operations['aliases.list'](OPERATOR, {}), [entry('bob'), entry('rob')]);
  assert.deepEqual(await operations['aliases.revoke'](OPERATOR, { alias: 'bob', reason: '' }), {
    done: true,
  });
  assert.deepEqual(await operations['aliases.list'](OPERATOR, {}), [entry('rob')]);
});
