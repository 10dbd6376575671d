import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { type Generated, Kysely, sql } from 'kysely';
import { nodeSqliteDialect } from './dialect.ts';

interface Tables {
  things: { id: Generated<number>; on: number | boolean; note: string };
}

async function open(): Promise<{ database: DatabaseSync; db: Kysely<Tables> }> {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  await sql`create table things (id integer primary key, "on" integer not null, note text not null)`.execute(
    db,
  );
  return { database, db };
}

describe('Kysely over node:sqlite', () => {
  test('binds booleans as 1 and 0', async () => {
    const { db } = await open();
    await db
      .insertInto('things')
      .values([
        { on: true, note: '' },
        { on: false, note: '' },
      ])
      .execute();
    assert.deepEqual(
      (await db.selectFrom('things').select('on').orderBy('id').execute()).map((row) => row.on),
      [1, 0],
    );
    await db.destroy();
  });

  test('names what it cannot bind', async () => {
    const { db } = await open();
    await assert.rejects(sql`select ${{ a: 1 }}`.execute(db), {
      name: 'TypeError',
      message: /type object.*convert it first/,
    });
    await db.destroy();
  });

  test('answers with ids, counts and returned rows', async () => {
    const { db } = await open();
    const inserted = await db.insertInto('things').values({ on: 1, note: 'a' }).executeTakeFirstOrThrow();
    assert.equal(inserted.insertId, 1n);
    const updated = await db.updateTable('things').set({ note: 'b' }).executeTakeFirstOrThrow();
    assert.equal(updated.numUpdatedRows, 1n);
    const deleted = await db.deleteFrom('things').returning('note').executeTakeFirstOrThrow();
    assert.equal(deleted.note, 'b');
    await db.destroy();
  });

  test('prepares a statement once, and again when it was pushed out', async () => {
    const { database, db } = await open();
    let prepared = 0;
    const prepare = database.prepare.bind(database);
    database.prepare = (...args) => {
      prepared++;
      return prepare(...args);
    };
    for (let n = 0; n < 5; n++) await sql`select 0`.execute(db);
    assert.equal(prepared, 1);
    for (let n = 1; n <= 200; n++) await sql`select ${sql.raw(String(n))}`.execute(db);
    assert.deepEqual((await sql`select 0 as zero`.execute(db)).rows, [{ zero: 0 }]);
    await sql`select 0`.execute(db);
    assert.equal(prepared, 203);
    await db.destroy();
  });

  test('refuses what a full disk does not take, keeps what was there, and goes on', async () => {
    const { database, db } = await open();
    await db.insertInto('things').values({ on: 1, note: 'first' }).execute();
    database.exec('pragma max_page_count = 3');
    const tooMuch = db.transaction().execute(async (rows) => {
      await rows.updateTable('things').set({ note: 'changed' }).execute();
      await rows
        .insertInto('things')
        .values({ on: 1, note: 'x'.repeat(100_000) })
        .execute();
    });
    await assert.rejects(tooMuch, { name: 'Refused', code: 'unavailable', message: /disk is full/ });
    assert.deepEqual(await db.selectFrom('things').select('note').execute(), [{ note: 'first' }]);
    database.exec('pragma max_page_count = 1000');
    await db.transaction().execute((rows) => rows.updateTable('things').set({ note: 'second' }).execute());
    assert.deepEqual(await db.selectFrom('things').select('note').execute(), [{ note: 'second' }]);
    await db.destroy();
  });

  test('rolls back tables that were made in a transaction', async () => {
    const { db } = await open();
    const halfway = db.transaction().execute(async (rows) => {
      await sql`create table more (id integer)`.execute(rows);
      throw new Error('killed');
    });
    await assert.rejects(halfway, /killed/);
    assert.deepEqual((await sql`select name from sqlite_master where name = 'more'`.execute(db)).rows, []);
    await db.destroy();
  });
});
