import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MessageChanges, MessageStore } from '../chat/message-store.ts';
import { inTransaction } from './in-transaction.ts';
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
  readonly #database: DatabaseSync;
  readonly #load: StatementSync;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  readonly #conversations: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#load = database.prepare('select bytes from messages where conversation = ? order by at');
    this.#put = database.prepare('insert or ignore into messages (conversation, id, bytes) values (?, ?, ?)');
    this.#drop = database.prepare(
      'delete from messages where conversation = ? and id in (select value from json_each(?))',
    );
    this.#conversations = database.prepare('select distinct conversation from messages');
  }

  async load(conversation: string): Promise<Uint8Array[]> {
    return orRefused(WHAT, () => this.#load.all(conversation)).map(({ bytes }) => bytes as Uint8Array);
  }

  async change(conversation: string, { put, drop }: MessageChanges): Promise<void> {
    inTransaction(this.#database, WHAT, () => {
      if (drop.length > 0) this.#drop.run(conversation, JSON.stringify(drop));
      for (const { id, bytes } of put) this.#put.run(conversation, id, bytes);
    });
  }

  async conversations(): Promise<string[]> {
    return orRefused(WHAT, () => this.#conversations.all()).map(({ conversation }) => String(conversation));
  }
}
