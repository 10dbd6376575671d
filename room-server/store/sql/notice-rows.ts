import type { Kysely } from 'kysely';
import type { Notice, NoticeStore } from '../ports/notices.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** What the room says of itself: table `notices`. */
export class NoticeRows implements NoticeStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  notices(): Promise<Notice[]> {
    return this.#begun.run(() => selectNotices(this.#db).orderBy('id').execute());
  }

  set(notice: Omit<Notice, 'id'>): Promise<Notice> {
    const { name, language, title, content, updatedAt } = notice;
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        const known = await selectNotices(rows)
          .where('name', '=', name)
          .where('language', '=', language)
          .executeTakeFirst();
        if (known !== undefined) {
          const text = { title, content, updated_at: updatedAt };
          await rows.updateTable('notices').set(text).where('id', '=', known.id).execute();
          return { ...notice, id: known.id };
        }
        const last = await rows
          .selectFrom('notices')
          .select(({ fn }) => fn.max('id').as('id'))
          .executeTakeFirst();
        const id = Number(last?.id ?? 0) + 1;
        await rows
          .insertInto('notices')
          .values({ id, name, language, title, content, updated_at: updatedAt })
          .execute();
        return { ...notice, id };
      }),
    );
  }

  remove(name: string, language: string): Promise<boolean> {
    return this.#begun.run(async () => {
      const { numDeletedRows } = await this.#db
        .deleteFrom('notices')
        .where('name', '=', name)
        .where('language', '=', language)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }
}

function selectNotices(db: Kysely<Schema>) {
  return db
    .selectFrom('notices')
    .select(['id', 'name', 'language', 'title', 'content', 'updated_at as updatedAt']);
}
