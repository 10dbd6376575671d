import type { FeedId } from '@open-rooms/protocol';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Alias, AliasLimits, AliasStore } from '../ports/aliases.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** Who is known by which name: table `aliases`. */
export class AliasRows implements AliasStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  register(alias: Alias, limits: AliasLimits): Promise<'registered' | 'taken' | 'too-many' | 'full'> {
    const { name, feed, signature, registeredAt } = alias;
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const known = await selectAliases(rows).where('name', '=', name).executeTakeFirst();
        if (known !== undefined && known.feed !== feed) return 'taken';
        if (known !== undefined) {
          await rows.updateTable('aliases').set({ signature }).where('name', '=', name).execute();
          return 'registered';
        }
        if ((await count(rows.selectFrom('aliases').where('feed', '=', feed))) >= limits.perFeed) {
          return 'too-many';
        }
        if ((await count(rows.selectFrom('aliases'))) >= limits.inAll) return 'full';
        await rows
          .insertInto('aliases')
          .values({ name, feed, signature, registered_at: registeredAt })
          .execute();
        return 'registered';
      }),
    );
  }

  alias(name: string): Promise<Alias | undefined> {
    return this.#begun.run(() => selectAliases(this.#db).where('name', '=', name).executeTakeFirst());
  }

  aliases(): Promise<Alias[]> {
    return this.#begun.run(() => selectAliases(this.#db).orderBy('name').execute());
  }

  aliasesOf(feed: FeedId): Promise<Alias[]> {
    return this.#begun.run(() => selectAliasesOf(this.#db, feed).execute());
  }

  revoke(name: string, feed: FeedId): Promise<'revoked' | 'not-theirs' | 'unknown'> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const known = await selectAliases(rows).where('name', '=', name).executeTakeFirst();
        if (known === undefined) return 'unknown';
        if (known.feed !== feed) return 'not-theirs';
        await rows.deleteFrom('aliases').where('name', '=', name).execute();
        return 'revoked';
      }),
    );
  }

  revokeAll(feed: FeedId): Promise<string[]> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const known = await selectAliasesOf(rows, feed).execute();
        await rows.deleteFrom('aliases').where('feed', '=', feed).execute();
        return known.map(({ name }) => name);
      }),
    );
  }
}

function selectAliases(db: Kysely<Schema>) {
  return db.selectFrom('aliases').select(['name', 'feed', 'signature', 'registered_at as registeredAt']);
}

function selectAliasesOf(db: Kysely<Schema>, feed: FeedId) {
  return selectAliases(db).where('feed', '=', feed).orderBy('registered_at').orderBy('name');
}

async function count(rows: SelectQueryBuilder<Schema, 'aliases', unknown>): Promise<number> {
  const { found } = await rows
    .select((those) => those.fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow();
  return Number(found);
}
