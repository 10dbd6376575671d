import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Who is let in no more, and the room's words that links end. */
export async function createBanTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('bans')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('banned_by', 'text', (column) => column.notNull())
    .addColumn('banned_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .execute();
  await db.schema
    .createTable('endings')
    .addColumn('who', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('word', 'text', (column) => column.notNull())
    .execute();
}
