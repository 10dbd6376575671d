import assert from 'node:assert/strict';
import {
  type Client,
  type ClientOptions,
  type Conversation,
  type Entry,
  MemoryMessageStore,
} from '@open-rooms/client';
import { within } from '../../stock/deadline.ts';
import type { Place } from './meetings.ts';
import { attends, person } from './person.ts';

/** Somebody who takes part in conversations, and forgets them unless `messages` are given. */
export function talker(options: Partial<ClientOptions> = {}): Promise<Client> {
  return person({ messages: new MemoryMessageStore(), ...options });
}

/** Joins a room, and answers its conversation. */
export async function enter(client: Client, { address }: Pick<Place, 'address'>): Promise<Conversation> {
  return client.conversations.of(await client.join(address));
}

/** Brings people into a room, where they see each other; answers the room's conversation of each. */
export async function joinAll(
  room: Pick<Place, 'address'>,
  clients: readonly Client[],
): Promise<Conversation[]> {
  const rooms = await Promise.all(clients.map((client) => client.join(room.address)));
  for (const joined of rooms)
    for (const [index, client] of clients.entries())
      if (rooms[index] !== joined) await attends(joined, client.id);
  return clients.map((client, index) => {
    const joined = rooms[index];
    assert.ok(joined);
    return client.conversations.of(joined);
  });
}

/** Resolves when a conversation is as it is meant to be. */
export async function becomes(
  what: string,
  conversation: Conversation,
  isSo: (entries: readonly Entry[]) => boolean,
): Promise<readonly Entry[]> {
  const so = Promise.withResolvers<void>();
  const look = () => {
    if (isSo(conversation.entries)) so.resolve();
  };
  using _watching = conversation.watch(look);
  look();
  try {
    await within(what, so.promise);
  } catch (error) {
    assert.fail(`${error}; it is ${JSON.stringify(textsOf(conversation))}`);
  }
  return conversation.entries;
}

/** What stands in a conversation, in order; what was removed is empty. */
export function textsOf({ entries }: Conversation): readonly string[] {
  return entries.map(({ text }) => text);
}

/** Resolves when exactly these texts stand in a conversation. */
export async function says(conversation: Conversation, texts: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(texts);
  await becomes(
    wanted,
    conversation,
    (entries) => JSON.stringify(entries.map(({ text }) => text)) === wanted,
  );
}

/** Resolves when a message of one's own has come so far. */
export async function isDelivered(
  conversation: Conversation,
  id: string,
  delivery: Entry['delivery'],
): Promise<void> {
  await becomes(`${id} to be ${delivery}`, conversation, (entries) =>
    entries.some((entry) => entry.id === id && entry.delivery === delivery),
  );
}
