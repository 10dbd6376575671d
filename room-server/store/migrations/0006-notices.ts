import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What a room says of itself, in as many languages as somebody writes. */
export async function createNoticeTable(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('notices')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('notices_name_language', ['name', 'language'])
    .execute();
}
