import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';
import { nodeSqliteDialect } from './sqlite/dialect.ts';

/** The tables after the last migration. */
const TABLES = [
  ...[
    'aliases',
    'api_keys',
    'audit',
    'audit_head',
    'bans',
    'endings',
    'invites',
    'members',
    'notices',
    'room',
  ],
  'sessions',
];

function tablesOf(database: DatabaseSync): unknown[] {
  return database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'kysely%' order by name")
    .all()
    .map((row) => row['name']);
}

test('migrations run once, in the order they are listed', async () => {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  await migrate(db, 'here');
  await migrate(db, 'here');
  const ran = await db.selectFrom('kysely_migration').select('name').execute();
  assert.deepEqual(
    ran.map(({ name }) => name),
    Object.keys(MIGRATIONS),
  );
  assert.deepEqual(Object.keys(MIGRATIONS), Object.keys(MIGRATIONS).toSorted());
  assert.deepEqual(tablesOf(database), TABLES);
  await db.destroy();
});

test('a migration that fails halfway leaves nothing, and its own error is told', async () => {
  const database = new DatabaseSync(':memory:');
  database.exec('create table invites (in_the_way integer)');
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  await assert.rejects(migrate(db, 'here'), /invites.* already exists/);
  assert.deepEqual(tablesOf(database), ['invites']);
  await db.destroy();
});

test('a change that fails after others ran leaves an older database as it was, and says so', async () => {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  const getMigrations = async () => ({ ...MIGRATIONS });
  await new Migrator({ db, provider: { getMigrations } }).migrateTo('0002-aliases');
  database.exec("insert into room values (1, 'Garden', '', 5); create table sessions (in_the_way integer)");
  const all = () => [
    database.prepare('select name, sql from sqlite_master order by name').all(),
    database.prepare('select * from room').all(),
    database.prepare('select * from kysely_migration').all(),
  ];
  const before = all();
  await assert.rejects(migrate(db, 'here'), {
    name: 'MigrationError',
    message: /^Cannot bring the database here .*sessions.* already exists.* It is as it was/,
  });
  assert.deepEqual(all(), before);
  await db.destroy();
});

test('a database of an earlier version gets the tables that are new, and keeps its rows', async () => {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
  const [first = ''] = Object.keys(MIGRATIONS);
  const getMigrations = async () => ({ [first]: MIGRATIONS[first] ?? { up: async () => {} } });
  await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
  assert.deepEqual(tablesOf(database), ['invites', 'members', 'room']);
  database.exec("insert into room values (1, 'Garden', '', 5)");
  await migrate(db, 'here');
  assert.deepEqual(tablesOf(database), TABLES);
  assert.deepEqual(await db.selectFrom('room').select('name').execute(), [{ name: 'Garden' }]);
  await db.destroy();
});
