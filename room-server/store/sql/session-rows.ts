import type { Kysely } from 'kysely';
import type { SessionStore, StoredSession } from '../ports/sessions.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** Ids in one statement: every database takes that many. */
const IDS_AT_A_TIME = 100;

/** Who is signed in with which browser: table `sessions`. */
export class SessionRows implements SessionStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  sessions(): Promise<StoredSession[]> {
    return this.#begun.run(() =>
      this.#db
        .selectFrom('sessions')
        .select(['id', 'token_hash as tokenHash', 'feed', 'agent'])
        .select(['created_at as createdAt', 'last_used_at as lastUsedAt'])
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    );
  }

  create({ id, tokenHash, feed, agent, createdAt, lastUsedAt }: StoredSession): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db
        .insertInto('sessions')
        .values({ id, token_hash: tokenHash, feed, agent, created_at: createdAt, last_used_at: lastUsedAt })
        .execute();
    });
  }

  touch(id: string, lastUsedAt: number): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.updateTable('sessions').set({ last_used_at: lastUsedAt }).where('id', '=', id).execute();
    });
  }

  end(ids: readonly string[]): Promise<void> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        for (let at = 0; at < ids.length; at += IDS_AT_A_TIME) {
          const some = ids.slice(at, at + IDS_AT_A_TIME);
          await rows.deleteFrom('sessions').where('id', 'in', some).execute();
        }
      }),
    );
  }
}
