import type { Kysely } from 'kysely';
import type { ApiKeyStore, StoredApiKey } from '../ports/api-keys.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** By which keys programs act: table `api_keys`. */
export class ApiKeyRows implements ApiKeyStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  keys(): Promise<StoredApiKey[]> {
    return this.#begun.run(() =>
      this.#db
        .selectFrom('api_keys')
        .select(['id', 'key_hash as keyHash', 'name', 'made_by as madeBy'])
        .select(['created_at as createdAt', 'last_used_at as lastUsedAt'])
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    );
  }

  create({ id, keyHash, name, madeBy, createdAt, lastUsedAt }: StoredApiKey): Promise<void> {
    const row = { id, key_hash: keyHash, name, made_by: madeBy };
    return this.#begun.run(async () => {
      await this.#db
        .insertInto('api_keys')
        .values({ ...row, created_at: createdAt, last_used_at: lastUsedAt })
        .execute();
    });
  }

  touch(id: string, lastUsedAt: number): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.updateTable('api_keys').set({ last_used_at: lastUsedAt }).where('id', '=', id).execute();
    });
  }

  revoke(id: string): Promise<void> {
    return this.#begun.run(async () => {
      await this.#db.deleteFrom('api_keys').where('id', '=', id).execute();
    });
  }
}
