import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { enterBare } from '../client/bare.ts';
import { makeMember } from '../make-member.ts';
import { startOurRoom } from '../our-room.ts';
import { type RoomProcess, startRoomProcess } from '../server-process.ts';
import { Command, hostOf } from './command.ts';
import { ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';

/** Bytes that make a backup long enough to be in the middle of it. */
const FILLER_BYTES = 64 * 1024 * 1024;

/** What a room keeps and whoever runs it can list. */
const LISTS = [['members'], ['bans'], ['invites'], ['aliases'], ['settings'], ['notices'], ['keys']];

/** Runs a command that works, with what it answers. */
async function json(data: string, home: string, ...args: readonly string[]) {
  const { code, out, err } = await ranHere([...args, '--data', data, '--json'], { home });
  assert.deepEqual([code, err], [0, ''], args.join(' '));
  return JSON.parse(out);
}

/** The files of a folder that are a backup or a part of one. */
async function backupsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('backup'));
}

test('a backup of a running room, restored elsewhere, is the same room, with all that it kept', async () => {
  await using home = await temporaryDirectory();
  const file = join(home.path, 'garden.backup');
  const data = join(home.path, 'restored');
  const before: unknown[] = [];
  let id: string;
  {
    await using room = await startOurRoom({ name: 'Garden' });
    id = room.id;
    const run = (...args: readonly string[]) => json(room.data, home.path, ...args);
    await letIn(room, home.path);
    const alias = await ranHere(['alias', 'register', 'rosa', hostOf(room)], { home: home.path });
    assert.equal(alias.code, 0, alias.err);
    await run('members', 'add', feedIdOf(new Uint8Array(32).fill(1)), '--role', 'owner');
    await run('bans', 'add', feedIdOf(new Uint8Array(32).fill(2)), '--reason', 'spam');
    await run('invites', 'create', '--note', 'meetup');
    await run('settings', 'set', 'language', 'de');
    await run('keys', 'create', 'robot');
    await writeFile(join(home.path, 'news.md'), 'Tea at five.');
    await run('notices', 'set', 'news', join(home.path, 'news.md'), '--language', 'en');
    for (const list of LISTS) before.push(await run(...list));
    const saved = await run('backup', file);
    assert.deepEqual([saved.room, saved.bytes], [id, (await stat(file)).size]);
    assert.equal((await stat(file)).mode & 0o077, 0);
    const [entry] = await run('audit', '--event', 'backup_create');
    assert.equal(entry.by, 'operator');
    assert.equal(entry.message, `a backup of ${saved.bytes} bytes, SHA-256 ${saved.sha256}`);
    assert.deepEqual(await backupsIn(room.data), []);
    await room.stop();
  }
  assert.equal((await json(data, home.path, 'restore', file)).room, id);
  assert.equal((await json(data, home.path, 'audit', 'verify')).whole, true);
  await using again = await startOurRoom({ data });
  assert.equal(again.id, id);
  const after: unknown[] = [];
  for (const list of LISTS) after.push(await json(data, home.path, ...list));
  assert.deepEqual(withoutPorts(after), withoutPorts(before));
  const verdict = await json(data, home.path, 'audit', 'verify');
  assert.deepEqual([verdict.whole, verdict.room], [true, id]);
});

test('a file that is there is replaced with --force alone; a room that does not run is backed up, too', async () => {
  await using home = await temporaryDirectory();
  const file = join(home.path, 'garden.backup');
  await writeFile(file, 'the only one');
  const data = join(home.path, 'garden');
  {
    await using _room = await startOurRoom({ name: 'Garden', data });
    const refused = await ranHere(['backup', file, '--data', data, '--json'], { home: home.path });
    assert.deepEqual([refused.code, JSON.parse(refused.out).error.code], [2, 'file-exists']);
    assert.equal(await readFile(file, 'utf8'), 'the only one');
    const nowhere = await ranHere(['backup', join(home.path, 'none', 'x'), '--data', data, '--json'], {
      home: home.path,
    });
    assert.deepEqual([nowhere.code, JSON.parse(nowhere.out).error.code], [2, 'file-unusable']);
    const taken = await ranHere(['restore', file, '--data', data, '--force', '--json'], { home: home.path });
    assert.deepEqual([taken.code, JSON.parse(taken.out).error.code], [2, 'backup-damaged']);
    await json(data, home.path, 'backup', file, '--force');
    const runs = await ranHere(['restore', file, '--data', data, '--force', '--json'], { home: home.path });
    assert.deepEqual([runs.code, JSON.parse(runs.out).error.code], [2, 'data-in-use']);
  }
  const { room, sha256 } = await json(data, home.path, 'backup', file, '--force');
  const again = await json(data, home.path, 'backup', join(home.path, 'second.backup'));
  assert.equal(again.room, room);
  assert.notEqual(again.sha256, sha256, 'it has the time in it');
  const occupied = await ranHere(['restore', file, '--data', data], { home: home.path });
  assert.equal(occupied.code, 2);
  assert.match(occupied.err, /there is a room already.*--force/);
  const { movedTo } = await json(data, home.path, 'restore', file, '--force');
  assert.equal((await json(movedTo, home.path, 'audit', 'verify')).whole, true);
  assert.deepEqual((await backupsIn(home.path)).toSorted(), ['garden.backup', 'second.backup']);
});

test('backups while people come, go and are made members are each of one moment', async () => {
  await using home = await temporaryDirectory();
  await using room = await startRoomProcess({ name: 'Garden' });
  const made: string[] = [];
  const isOver = { yet: false };
  const write = async () => {
    for (let n = 1; !isOver.yet; n++) {
      const id = feedIdOf(Buffer.from(String(n).padStart(32, '0')));
      await makeMember(room, id);
      made.push(id);
    }
  };
  const come = async () => {
    while (!isOver.yet) {
      using _peer = await enterBare(room);
    }
  };
  const busy = Promise.all([write(), come(), come()]);
  try {
    const eight = Array.from({ length: 8 }, async (_, n) => {
      const known = [...made];
      const file = join(home.path, `${n}.backup`);
      await json(room.data, home.path, 'backup', file);
      const data = join(home.path, `restored-${n}`);
      await json(data, home.path, 'restore', file);
      assert.equal((await json(data, home.path, 'audit', 'verify')).whole, true);
      using database = new DatabaseSync(join(data, 'room.db'));
      const members = database
        .prepare('select id from members')
        .all()
        .map(({ id }) => String(id));
      assert.deepEqual(
        known.filter((id) => !members.includes(id)),
        [],
        'who was a member before is in it',
      );
    });
    await within('eight backups', Promise.all(eight));
  } finally {
    isOver.yet = true;
    await busy;
  }
  assert.ok(made.length > 8, 'somebody wrote meanwhile');
  assert.deepEqual(await backupsIn(room.data), []);
});

describe('a kill in the middle of a backup', () => {
  test('of the server leaves no file, and nothing in the data directory once it has started again', async () => {
    await using home = await temporaryDirectory();
    await using data = await longRoom();
    await using room = await startRoomProcess({ data: data.path });
    const { command } = await half(room, home.path);
    await using _command = command;
    await room.kill();
    assert.equal(await command.ends(), 2);
    assert.match(command.stderr, /stopped meanwhile/);
    assert.deepEqual(await backupsIn(home.path), []);
    await using again = await startOurRoom({ data: data.path });
    assert.deepEqual(await backupsIn(data.path), []);
    assert.equal((await json(again.data, home.path, 'audit', 'verify')).whole, true);
  });

  test('of the command leaves no backup, and the server goes on', async () => {
    await using home = await temporaryDirectory();
    await using data = await longRoom();
    await using room = await startRoomProcess({ data: data.path });
    const { command, file } = await half(room, home.path);
    // As a kill with signal 9.
    await command[Symbol.asyncDispose]();
    assert.ok(!existsSync(file));
    for (const part of await backupsIn(home.path)) {
      const restored = join(home.path, 'restored');
      const told = await ranHere(['restore', join(home.path, part), '--data', restored], { home: home.path });
      assert.equal(told.code, 2);
      assert.ok(!existsSync(restored));
    }
    const leftOff = async () => {
      for (;;) {
        const [entry] = await json(room.data, home.path, 'audit', '--event', 'backup_create');
        if (entry !== undefined) return entry.message;
      }
    };
    const message = await within('the audit log to tell of it', leftOff());
    assert.match(message, /^a backup was begun and left off after \d+ bytes$/);
    assert.deepEqual(await backupsIn(data.path), []);
    await json(room.data, home.path, 'backup', file);
  });

  test('Ctrl+C removes what there is of it', async () => {
    await using home = await temporaryDirectory();
    await using data = await longRoom();
    await using room = await startRoomProcess({ data: data.path });
    const { command } = await half(room, home.path);
    await using _command = command;
    command.signal('SIGINT');
    assert.equal(await command.ends(), 130);
    assert.deepEqual(await backupsIn(home.path), []);
  });
});

/** A data directory whose backup takes a while. */
async function longRoom() {
  const data = await temporaryDirectory();
  {
    await using _room = await startOurRoom({ name: 'Garden', data: data.path });
  }
  using database = new DatabaseSync(join(data.path, 'room.db'));
  database.exec('create table filler (bytes blob)');
  database.prepare('insert into filler values (randomblob(?))').run(FILLER_BYTES);
  return data;
}

/** A backup that has begun to arrive, and is not there. */
async function half(room: RoomProcess, home: string): Promise<{ command: Command; file: string }> {
  const file = join(home, 'garden.backup');
  const looking = new AbortController();
  const names = watch(home, { signal: looking.signal });
  const command = new Command(['backup', file, '--data', room.data], { home });
  const begun = async () => {
    for await (const { filename } of names) {
      if (filename?.startsWith('garden.backup.part-') && (await sizeOf(join(home, filename))) > 0) return;
    }
  };
  await within('a backup to begin', begun());
  looking.abort();
  return { command, file };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** Addresses of aliases name the port of the server, which is another one each time. */
function withoutPorts(value: unknown): string {
  return JSON.stringify(value).replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1');
}
