import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What a room is set to. Rooms of before were open, and stay so. */
export async function addSettings(db: Kysely<Schema>): Promise<void> {
  const table = () => db.schema.alterTable('room');
  await table()
    .addColumn('mode', 'text', (column) => column.notNull().defaultTo('open'))
    .execute();
  await table()
    .addColumn('listed', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await table()
    .addColumn('language', 'text', (column) => column.notNull().defaultTo('en'))
    .execute();
  await table()
    .addColumn('address_days', 'integer', (column) => column.notNull().defaultTo(30))
    .execute();
}
