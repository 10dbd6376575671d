import type { AuditHead, SealedEntry } from '@open-rooms/protocol';
import type { Kysely } from 'kysely';
import type { AuditFilter, AuditStore } from '../ports/audit.ts';
import type { Schema } from '../schema.ts';
import type { Begun } from './begun.ts';

/** The one row of table `audit_head`. */
const THE_HEAD = 1;

/** What happened in the room: table `audit`, and `audit_head` for its end. */
export class AuditRows implements AuditStore {
  readonly #db: Kysely<Schema>;
  readonly #begun: Begun;

  constructor(db: Kysely<Schema>, begun: Begun) {
    this.#db = db;
    this.#begun = begun;
  }

  head(): Promise<AuditHead | undefined> {
    return this.#begun.run(() =>
      this.#db.selectFrom('audit_head').select(['id', 'hash', 'signature']).executeTakeFirst(),
    );
  }

  append(entries: readonly SealedEntry[], head: AuditHead): Promise<void> {
    return this.#begun.run(() =>
      this.#db.transaction().execute(async (rows) => {
        // One by one: each number of rows at once would be a statement of its own to prepare and keep.
        for (const entry of entries) await rows.insertInto('audit').values(rowOf(entry)).execute();
        await rows
          .insertInto('audit_head')
          .values({ row: THE_HEAD, ...head })
          .onConflict((conflict) => conflict.column('row').doUpdateSet(head))
          .execute();
      }),
    );
  }

  newest(filter: AuditFilter, limit: number, before?: number): Promise<SealedEntry[]> {
    return this.#begun.run(() => {
      const rows = selectEntries(this.#db, filter).orderBy('id', 'desc').limit(limit);
      return (before === undefined ? rows : rows.where('id', '<', before)).execute();
    });
  }

  after(id: number, filter: AuditFilter, limit: number): Promise<SealedEntry[]> {
    return this.#begun.run(() =>
      selectEntries(this.#db, filter).where('id', '>', id).orderBy('id').limit(limit).execute(),
    );
  }

  lastAddress(until: number): Promise<number | undefined> {
    return this.#begun.run(async () => {
      // By their ids from there on: a clock that was wrong for a while shall keep no address for ever.
      const last = await this.#db
        .selectFrom('audit')
        .select('id')
        .where('at', '<=', until)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last === undefined) return undefined;
      const found = await this.#db
        .selectFrom('audit')
        .select('id')
        .where('address', 'is not', null)
        .where('id', '<=', last.id)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return found?.id;
    });
  }

  eraseAddresses(upTo: number, limit: number): Promise<number> {
    return this.#begun.run(async () => {
      const { numUpdatedRows } = await this.#db
        .updateTable('audit')
        .set({ address: null, address_salt: null })
        .where('id', 'in', (rows) =>
          rows
            .selectFrom('audit')
            .select('id')
            .where('address', 'is not', null)
            .where('id', '<=', upTo)
            .orderBy('id')
            .limit(limit),
        )
        .executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    });
  }
}

function rowOf({ by, addressSalt, addressHash, ...entry }: SealedEntry): Schema['audit'] {
  return { ...entry, by_whom: by, address_salt: addressSalt, address_hash: addressHash };
}

function selectEntries(db: Kysely<Schema>, { event, since, until }: AuditFilter) {
  let rows = db
    .selectFrom('audit')
    .select(['id', 'at', 'event', 'by_whom as by', 'address', 'address_salt as addressSalt'])
    .select(['address_hash as addressHash', 'subject', 'message', 'reason', 'previous', 'signature']);
  if (event !== undefined) rows = rows.where('event', '=', event);
  if (since !== undefined) rows = rows.where('at', '>=', since);
  if (until !== undefined) rows = rows.where('at', '<', until);
  return rows;
}
