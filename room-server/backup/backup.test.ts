import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { openDataDirectory } from '../store/data-directory.ts';
import { checkBackup } from './check-backup.ts';
import { restoreBackup } from './restore.ts';
import { clearSnapshots, takeSnapshot } from './snapshot.ts';
import { openStoredBackup } from './stored-backup.ts';
import { backUp, NOON, storedIn, testRoom, wishFor } from './test-room.ts';

const isDamaged = { name: 'StartError', code: 'backup-damaged' };

describe('a backup', () => {
  test('restored in a new directory is the same room', async () => {
    await using room = await testRoom();
    const file = await backUp(room);
    const wish = wishFor(room, file);
    const { header, movedTo } = await restoreBackup(wish);
    assert.deepEqual([header.room, header.at, movedTo], [room.id, NOON, null]);
    assert.deepEqual((await readdir(wish.directory)).toSorted(), ['room.db', 'secret']);
    for (const name of ['.', 'room.db', 'secret'])
      assert.equal((await stat(join(wish.directory, name))).mode & 0o077, 0, name);
    assert.deepEqual(await storedIn(wish.directory), { id: room.id, members: room.members });
    assert.deepEqual((await readdir(room.folder)).toSorted(), ['garden', 'garden.backup', 'restored']);
  });

  test('with any one bit changed is refused, and leaves no directory', async () => {
    await using room = await testRoom();
    const bytes = await readFile(await backUp(room));
    const draw = seeded(8);
    // The first hundred, all of the digest, and 200 anywhere.
    const ends = [...Array(100).keys(), ...Array.from({ length: 32 }, (_, n) => bytes.length - 1 - n)];
    const anywhere = Array.from({ length: 200 }, () => draw(bytes.length));
    const file = join(room.folder, 'changed.backup');
    for (const at of [...ends, ...anywhere]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((bytes[at] ?? 0) ^ (1 << draw(8)), at);
      await writeFile(file, changed);
      const wish = wishFor(room, file);
      await assert.rejects(restoreBackup(wish), /^StartError: Cannot restore /, `a bit of byte ${at}`);
      await assert.rejects(stat(wish.directory), { code: 'ENOENT' });
    }
    assert.deepEqual((await readdir(room.folder)).toSorted(), ['changed.backup', 'garden', 'garden.backup']);
  });

  test('that is cut off, or longer, is refused, and leaves no directory', async () => {
    await using room = await testRoom();
    const bytes = await readFile(await backUp(room));
    const draw = seeded(9);
    const lengths = [0, 1, 18, 19, 20, 300, bytes.length - 33, bytes.length - 32, bytes.length - 1];
    const cut = [...lengths, ...Array.from({ length: 100 }, () => draw(bytes.length))].map((n) =>
      bytes.subarray(0, n),
    );
    const file = join(room.folder, 'cut.backup');
    for (const some of [...cut, Buffer.concat([bytes, Buffer.of(0)]), Buffer.concat([bytes, bytes])]) {
      await writeFile(file, some);
      const wish = wishFor(room, file);
      await assert.rejects(restoreBackup(wish), isDamaged, `${some.length} of ${bytes.length} bytes`);
      await assert.rejects(stat(wish.directory), { code: 'ENOENT' });
    }
  });

  test('of an earlier version is brought to the present tables, and the room it is of is left as it is', async () => {
    await using room = await testRoom('0002-aliases');
    const file = await backUp(room);
    assert.equal((await checked(file)).changes, '0002-aliases');
    const wish = wishFor(room, file);
    await restoreBackup(wish);
    assert.deepEqual(await storedIn(wish.directory), { id: room.id, members: room.members });
    using old = new DatabaseSync(join(room.data, 'room.db'));
    assert.equal(
      old.prepare('select max(name) as name from kysely_migration').get()?.['name'],
      '0002-aliases',
    );
  });

  test('of a newer version, or in a newer format, is refused with a sentence that says so', async () => {
    await using room = await testRoom();
    {
      using database = new DatabaseSync(join(room.data, 'room.db'));
      database.exec("insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
    }
    const file = await backUp(room);
    const wish = wishFor(room, file);
    await assert.rejects(restoreBackup(wish), {
      code: 'backup-newer',
      message: /version 0\.1\.0 .* newer than this one/,
    });
    const text = await readFile(file);
    await writeFile(file, Buffer.concat([Buffer.from('open-rooms-backup/2\n'), text.subarray(20)]));
    await assert.rejects(restoreBackup(wish), { code: 'backup-newer', message: /newer version/ });
    await assert.rejects(stat(wish.directory), { code: 'ENOENT' });
  });

  test('is not made of what is no room, nor of one that runs', async () => {
    await using room = await testRoom();
    const parts = { ...wishFor(room, ''), version: '0.1.0' };
    await assert.rejects(openStoredBackup(join(room.folder, 'none'), parts), { code: 'bad-usage' });
    await assert.rejects(stat(join(room.folder, 'none')), { code: 'ENOENT' });
    await using _running = await openDataDirectory(room.data);
    await assert.rejects(openStoredBackup(room.data, parts), { code: 'data-in-use' });
  });
});

describe('where a backup is restored', () => {
  test('may be an empty directory, as a mount point is', async () => {
    await using room = await testRoom();
    const wish = wishFor(room, await backUp(room));
    await mkdir(join(wish.directory, 'lost+found'), { recursive: true });
    const { ino } = await stat(wish.directory);
    await restoreBackup(wish);
    assert.equal((await stat(wish.directory)).ino, ino);
    assert.deepEqual((await readdir(wish.directory)).toSorted(), ['lost+found', 'room.db', 'secret']);
    assert.equal((await storedIn(wish.directory)).id, room.id);
  });

  test('is no room that is there: with force it is moved aside, and comes to no harm', async () => {
    await using room = await testRoom();
    await using other = await testRoom();
    const file = await backUp(other);
    const wish = wishFor(room, file, room.data);
    await assert.rejects(restoreBackup(wish), { code: 'data-not-empty', message: /--force/ });
    assert.equal((await storedIn(room.data)).id, room.id);
    const { movedTo } = await restoreBackup({ ...wish, force: true });
    assert.equal(movedTo, `${room.data}.before-2026-10-06T12-00-00`);
    assert.equal((await storedIn(room.data)).id, other.id);
    assert.equal((await storedIn(movedTo)).id, room.id);
    const again = await restoreBackup({ ...wish, force: true });
    assert.equal(again.movedTo, `${movedTo}-2`);
  });

  test('is no room that runs, and no folder of something else, whatever force', async () => {
    await using room = await testRoom();
    const wish = { ...wishFor(room, await backUp(room)), force: true };
    await assert.rejects(restoreBackup({ ...wish, directory: room.folder }), {
      code: 'data-not-empty',
      message: /other files are there, and no room/,
    });
    await using _running = await openDataDirectory(room.data);
    await assert.rejects(restoreBackup({ ...wish, directory: room.data }), { code: 'data-in-use' });
    assert.deepEqual((await readdir(room.folder)).toSorted(), ['garden', 'garden.backup']);
  });

  test('has to be writable', async () => {
    await using room = await testRoom();
    const file = await backUp(room);
    await assert.rejects(restoreBackup(wishFor(room, file, join(file, 'inside'))), {
      code: 'data-unwritable',
    });
    await assert.rejects(restoreBackup(wishFor(room, join(room.folder, 'none'))), { code: 'file-unusable' });
  });
});

test('a copy is of one moment while another connection writes, and what a kill leaves of one is cleared', async () => {
  await using room = await testRoom();
  const path = join(room.data, 'room.db');
  using database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; create table pairs (a integer, b integer, filler text)');
  const write = database.prepare('insert into pairs values (?, ?, ?)');
  for (let n = 0; n < 2000; n++) write.run(n, n, 'x'.repeat(1000));
  const copying = takeSnapshot(path);
  database.exec(
    "begin; insert into pairs values (-1, -1, ''); update pairs set b = b + 1; update pairs set a = a + 1; commit",
  );
  {
    await using snapshot = await copying;
    using copy = new DatabaseSync(snapshot.file);
    const found = copy.prepare('select count(*) as torn from pairs where a <> b').get();
    assert.equal(found?.['torn'], 0);
    assert.equal((await stat(snapshot.file)).mode & 0o077, 0);
  }
  assert.ok(!(await readdir(room.data)).some((name) => name.includes('backup')));
  await writeFile(`${path}.backup-1-1`, 'half');
  await clearSnapshots(path);
  assert.ok(!(await readdir(room.data)).some((name) => name.includes('backup')));
});

async function checked(file: string) {
  await using backup = await checkBackup(file);
  return backup.header;
}

/** Numbers below a bound, the same ones in every run (mulberry32). */
function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
