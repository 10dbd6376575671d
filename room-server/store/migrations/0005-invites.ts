import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** Who made an invite, what it grants, and when it may be used: those of before grant what they always did. */
export async function addInviteColumns(db: Kysely<Schema>): Promise<void> {
  const table = () => db.schema.alterTable('invites');
  await table()
    .addColumn('role', 'text', (column) => column.notNull().defaultTo('participant'))
    .execute();
  await table()
    .addColumn('created_by', 'text', (column) => column.notNull().defaultTo('operator'))
    .execute();
  for (const name of ['not_before', 'expires_at', 'revoked_at']) {
    await table().addColumn(name, 'bigint').execute();
  }
}
