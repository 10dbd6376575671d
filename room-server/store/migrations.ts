import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addSettings } from './migrations/0003-settings.ts';
import { createBanTables } from './migrations/0004-bans.ts';
import { addInviteColumns } from './migrations/0005-invites.ts';
import { createNoticeTable } from './migrations/0006-notices.ts';
import { createSessionTable } from './migrations/0007-sessions.ts';
import { createAuditTables } from './migrations/0008-audit.ts';
import { createApiKeyTable } from './migrations/0009-api-keys.ts';
import type { Schema } from './schema.ts';

/**
 * Every change of the tables, ever, in the order of their names. What has been released is never edited:
 * databases in the field have run it. A list in code, since a bundle has no folder to read.
 * Types that mean the same to SQLite and PostgreSQL; `bigint` because milliseconds do not fit 32 bits.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-room': { up: createRoomTables },
  '0002-aliases': { up: createAliasTable },
  '0003-settings': { up: addSettings },
  '0004-bans': { up: createBanTables },
  '0005-invites': { up: addInviteColumns },
  '0006-notices': { up: createNoticeTable },
  '0007-sessions': { up: createSessionTable },
  '0008-audit': { up: createAuditTables },
  '0009-api-keys': { up: createApiKeyTable },
};

/** How every table of a first release looks; later columns come by later migrations. */
async function createRoomTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('room')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('claimed_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('invites')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('uses_left', 'integer', (column) => column.notNull().check(sql`uses_left >= 0`))
    .execute();
}

/** A name belongs to one feed; a feed has few, and asks for its own. */
async function createAliasTable(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('aliases')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('feed', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('registered_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('aliases_feed').on('aliases').column('feed').execute();
}
