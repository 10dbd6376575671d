import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** By which keys programs act. All are read at the start, and asked for by their ids alone. */
export async function createApiKeyTable(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('key_hash', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
}
