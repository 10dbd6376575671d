import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MessageStore } from '../chat/message-store.ts';
import { orRefused } from './or-refused.ts';

/** In sentences to a person. */
const WHAT = 'the messages';

/** The table of {@link MessageTable}. `at` is the order in which messages were added. */
export const MESSAGES_TABLE = `create table messages (
  at integer primary key,
  conversation text not null,
  id text not null,
  bytes blob not null,
  unique (conversation, id)
) strict;`;

/** The messages of a profile, in its database. */
export class MessageTable implements MessageStore {
  readonly #load: StatementSync;
  readonly #add: StatementSync;
  readonly #remove: StatementSync;
  readonly #conversations: StatementSync;

  constructor(database: DatabaseSync) {
    this.#load = database.prepare('select bytes from messages where conversation = ? order by at');
    this.#add = database.prepare('insert or ignore into messages (conversation, id, bytes) values (?, ?, ?)');
    // One statement is one transaction, however many ids it takes.
    this.#remove = database.prepare(
      'delete from messages where conversation = ? and id in (select value from json_each(?))',
    );
    this.#conversations = database.prepare('select distinct conversation from messages');
  }

  async load(conversation: string): Promise<Uint8Array[]> {
    return orRefused(WHAT, () => this.#load.all(conversation)).map(({ bytes }) => bytes as Uint8Array);
  }

  async add(conversation: string, id: string, bytes: Uint8Array): Promise<boolean> {
    return orRefused(WHAT, () => this.#add.run(conversation, id, bytes)).changes === 1;
  }

  async remove(conversation: string, ids: readonly string[]): Promise<void> {
    orRefused(WHAT, () => this.#remove.run(conversation, JSON.stringify(ids)));
  }

  async conversations(): Promise<string[]> {
    return orRefused(WHAT, () => this.#conversations.all()).map(({ conversation }) => String(conversation));
  }
}
