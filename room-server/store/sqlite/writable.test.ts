import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqliteStore } from './open.ts';

test('whether a database can be written to is found out by writing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'open-rooms-writable-'));
  try {
    const path = join(folder, 'room.db');
    await using store = await openSqliteStore(path);
    const before = (await stat(`${path}-wal`)).size;
    await store.checkWritable();
    assert.ok((await stat(`${path}-wal`)).size > before, 'something reached the disk');
    using other = new DatabaseSync(path);
    other.exec('begin immediate');
    await assert.rejects(store.checkWritable(), { name: 'Refused', code: 'unavailable' });
    other.exec('rollback');
    await store.checkWritable();
  } finally {
    await rm(folder, { recursive: true });
  }
});
