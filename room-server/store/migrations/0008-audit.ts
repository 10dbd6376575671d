import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** The audit log, and the one row that says where it ends. Addresses that are left are few: they have an index of theirs. */
export async function createAuditTables(db: Kysely<Schema>): Promise<void> {
  const texts = ['event', 'by_whom', 'address_hash', 'subject', 'message', 'reason', 'previous', 'signature'];
  let audit = db.schema
    .createTable('audit')
    .addColumn('id', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('address_salt', 'text');
  for (const name of texts) audit = audit.addColumn(name, 'text', (column) => column.notNull());
  await audit.execute();
  await db.schema.createIndex('audit_event').on('audit').columns(['event', 'id']).execute();
  await db.schema.createIndex('audit_at').on('audit').columns(['at', 'id']).execute();
  await db.schema
    .createIndex('audit_addresses')
    .on('audit')
    .column('id')
    .where(sql.ref('address'), 'is not', null)
    .execute();
  await db.schema
    .createTable('audit_head')
    .addColumn('row', 'integer', (column) => column.primaryKey().check(sql`"row" = 1`))
    .addColumn('id', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .execute();
}
