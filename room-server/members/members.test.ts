import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { memoryStore } from '../store/memory.ts';
import { Members } from './members.ts';

test('a member has a role, a stranger none', async () => {
  const store = memoryStore();
  const members = new Members(store.members);
  const ana = feedIdOf(new Uint8Array(32).fill(1));
  const bob = feedIdOf(new Uint8Array(32).fill(2));
  await store.members.add({ id: ana, role: 'moderator', addedAt: 1 });
  assert.equal(await members.isMember(ana), true);
  assert.equal(await members.roleOf(ana), 'moderator');
  assert.equal(await members.isMember(bob), false);
  assert.equal(await members.roleOf(bob), undefined);
});
