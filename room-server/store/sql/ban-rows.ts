import { type FeedId, readSignedEnding, type SignedEnding } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { Ban, BanStore, EndingStore } from '../ports/bans.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** Who is let in no more: table `bans`. */
export class BanRows implements BanStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  bans(): Promise<Ban[]> {
    return this.#begun.run(() =>
      this.#db
        .selectFrom('bans')
        .select(['id', 'reason', 'banned_by as by', 'banned_at as at', 'expires_at as expiresAt'])
        .orderBy('banned_at', 'desc')
        .orderBy('id')
        .execute(),
    );
  }

  ban({ id, reason, by, at, expiresAt }: Ban): Promise<void> {
    const said = { reason, banned_by: by, banned_at: at, expires_at: expiresAt };
    return this.#begun.run(async () => {
      await this.#db
        .insertInto('bans')
        .values({ id, ...said })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute();
    });
  }

  lift(ids: readonly FeedId[]): Promise<void> {
    return this.#begun.run(async () => {
      for (const id of ids) await this.#db.deleteFrom('bans').where('id', '=', id).execute();
    });
  }
}

/** The room's words that links end: table `endings`. */
export class EndingRows implements EndingStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  endings(since: number): Promise<SignedEnding[]> {
    return this.#begun.run(async () => {
      const rows = await this.#db
        .selectFrom('endings')
        .select('word')
        .where('at', '>=', since)
        .orderBy('at')
        .orderBy('who')
        .execute();
      return rows.flatMap(({ word }) => readSignedEnding(JSON.parse(word)) ?? []);
    });
  }

  keep(endings: readonly SignedEnding[], since: number): Promise<void> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        await rows.deleteFrom('endings').where('at', '<', since).execute();
        for (const ending of endings) {
          const said = { at: ending.at, word: JSON.stringify(ending) };
          await rows
            .insertInto('endings')
            .values({ who: ending.who ?? '*', ...said })
            .onConflict((conflict) => conflict.column('who').doUpdateSet(said))
            .execute();
        }
      }),
    );
  }
}
