import assert from 'node:assert/strict';
import {
  type Client,
  type ClientOptions,
  type Conversation,
  MemoryMessageStore,
  type Room,
} from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import type { FeedId, Role } from '@open-rooms/protocol';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import type { RunningServer } from '../../../room-server/running-server.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { attends } from '../client/person.ts';
import { linker } from './linking.ts';
import { startServer } from './removing-server.ts';

/** A room of which a test does what its moderators do. */
export class ModeratedRoom implements AsyncDisposable {
  readonly server: RunningServer;
  readonly #left: AsyncDisposable;

  private constructor(server: RunningServer, left: AsyncDisposable) {
    this.server = server;
    this.#left = left;
  }

  static async start(): Promise<ModeratedRoom> {
    await using left = new AsyncDisposableStack();
    const folder = left.use(await temporaryDirectory());
    const server = await startServer(folder.path);
    left.defer(() => server.stop());
    return new ModeratedRoom(server, left.move());
  }

  get address(): string {
    const [address = ''] = this.server.addresses;
    return address;
  }

  async gives(who: FeedId, role: Role): Promise<void> {
    const { operations } = this.server;
    const isMember = (await operations['members.list']?.(OPERATOR, {}))?.some(({ id }) => id === who);
    if (isMember === true) await operations['members.setRole']?.(OPERATOR, { who, role, reason: '' });
    else await operations['members.add']?.(OPERATOR, { who, role });
  }

  async removes(who: FeedId, reason = ''): Promise<void> {
    await this.server.operations['members.remove']?.(OPERATOR, { who, reason });
  }

  async bans(who: FeedId, reason = ''): Promise<void> {
    await this.server.operations['bans.add']?.(OPERATOR, { who, reason, expiresAt: null });
  }

  async pardons(who: FeedId): Promise<void> {
    await this.server.operations['bans.lift']?.(OPERATOR, { who });
  }

  async becomes(mode: 'open' | 'community' | 'restricted'): Promise<void> {
    await this.server.operations['settings.set']?.(OPERATOR, { mode });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#left[Symbol.asyncDispose]();
  }
}

/** Somebody who opens links and takes part in conversations. */
export function guest(options: Partial<ClientOptions> = {}): Promise<Client> {
  return linker({ messages: new MemoryMessageStore(), ...options });
}

/** The same with a modified client, which heeds nothing that a room says of endings. */
export function deafGuest(options: Partial<ClientOptions> = {}): Promise<Client> {
  const { crypto } = nodeRuntime;
  const isEnding = (text: Uint8Array) => Buffer.from(text).toString().startsWith('=open-rooms-ending:');
  const verify: typeof crypto.verify = (signature, text, key) =>
    !isEnding(text) && crypto.verify(signature, text, key);
  return guest({ runtime: { ...nodeRuntime, crypto: { ...crypto, verify } }, ...options });
}

/** Brings people into rooms where they see each other; answers the rooms of each, in the order of the rooms. */
export async function enterAll(
  people: readonly Client[],
  ...rooms: readonly { readonly address: string }[]
): Promise<Room[][]> {
  const entered = await Promise.all(
    people.map((client) => Promise.all(rooms.map(({ address }) => client.join(address)))),
  );
  for (const [index, joined] of entered.entries())
    for (const room of joined)
      for (const [other, { id }] of people.entries()) if (other !== index) await attends(room, id);
  return entered;
}

/** The conversation of a room that somebody is in. */
export function talkIn(client: Client, room: Room | undefined): Conversation {
  assert.ok(room !== undefined);
  return client.conversations.of(room);
}
