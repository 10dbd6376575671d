import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import fc from 'fast-check';
import { memoryStore } from '../memory.ts';
import { MIGRATIONS } from '../migrations.ts';
import type { Store } from '../port.ts';
import { storeSuite } from '../store.suite.ts';
import { apiKeysSuite } from '../suites/api-keys.suite.ts';
import { auditSuite } from '../suites/audit.suite.ts';
import { bansSuite } from '../suites/bans.suite.ts';
import { invitesSuite } from '../suites/invites.suite.ts';
import { noticesSuite } from '../suites/notices.suite.ts';
import { sessionsSuite } from '../suites/sessions.suite.ts';
import { openSqliteStore } from './open.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-store-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newPath(): string {
  return join(folder, `${made++}.db`);
}

const OWNER = { id: feedIdOf(new Uint8Array(32)), role: 'owner', addedAt: 1 } as const;
const SETTINGS = { mode: 'open', listed: true, language: 'en', addressDays: 30 } as const;
const PROFILE = { name: 'Room', description: 'A room.', claimedAt: 2 };

/** Generated objects compare equal to those of a database. */
const RECORD = { noNullPrototype: true } as const;

storeSuite('sqlite', () => openSqliteStore(newPath()));
noticesSuite('sqlite', () => openSqliteStore(newPath()));
bansSuite('sqlite', () => openSqliteStore(newPath()));
auditSuite('sqlite', () => openSqliteStore(newPath()));
invitesSuite('sqlite', () => openSqliteStore(newPath()));
apiKeysSuite('sqlite', () => openSqliteStore(newPath()));
sessionsSuite('sqlite', () => openSqliteStore(newPath()));

describe('a database file', () => {
  test('keeps everything when it is closed and opened again', async () => {
    const path = newPath();
    const times = { createdAt: 3, notBefore: 4, expiresAt: 5, revokedAt: 6 };
    const invite = {
      id: OWNER.id,
      role: 'viewer',
      note: '',
      createdBy: OWNER.id,
      usesLeft: 4,
      ...times,
    } as const;
    const alias = { name: 'bob', feed: OWNER.id, signature: 'AA==', registeredAt: 4 };
    {
      await using store = await openSqliteStore(path);
      await store.room.claim(PROFILE, OWNER, SETTINGS);
      await store.invites.create(invite);
      await store.aliases.register(alias, { perFeed: 1, inAll: 1 });
    }
    await using store = await openSqliteStore(path);
    assert.deepEqual(await store.room.profile(), PROFILE);
    assert.deepEqual(await store.members.members(), [OWNER]);
    assert.deepEqual(await store.invites.invites(), [invite]);
    assert.deepEqual(await store.aliases.alias('bob'), alias);
  });

  test('is one file when it is closed', async () => {
    const path = newPath();
    await (await openSqliteStore(path))[Symbol.asyncDispose]();
    const name = path.slice(folder.length + 1);
    assert.deepEqual(
      (await readdir(folder)).filter((file) => file.startsWith(name)),
      [name],
    );
  });

  test('and what lies beside it is for its own account only', async () => {
    if (process.platform === 'win32') return;
    const path = newPath();
    await using store = await openSqliteStore(path);
    await store.members.add(OWNER);
    for (const suffix of ['', '-wal', '-shm']) {
      assert.equal((await stat(path + suffix)).mode & 0o777, 0o600, suffix);
    }
  });

  test('can be read by another program while the room writes', async () => {
    const path = newPath();
    await using store = await openSqliteStore(path);
    await store.members.add(OWNER);
    using other = new DatabaseSync(path, { readOnly: true });
    other.exec('begin');
    assert.equal(other.prepare('select count(*) as n from members').get()?.['n'], 1);
    assert.equal(await store.room.claim(PROFILE, undefined, SETTINGS), true);
  });

  test('that another program is writing to is answered with a refusal, and used again afterwards', async () => {
    const path = newPath();
    await using store = await openSqliteStore(path);
    using other = new DatabaseSync(path);
    other.exec('begin immediate');
    await assert.rejects(store.room.claim(PROFILE, OWNER, SETTINGS), {
      name: 'Refused',
      code: 'unavailable',
    });
    other.exec('rollback');
    assert.equal(await store.room.claim(PROFILE, OWNER, SETTINGS), true);
  });
});

describe('a database file that cannot be used', () => {
  test('is refused and left alone when a newer version wrote it', async () => {
    const path = newPath();
    await (await openSqliteStore(path))[Symbol.asyncDispose]();
    using other = new DatabaseSync(path);
    other.exec("insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
    await assert.rejects(openSqliteStore(path), (error: Error & { code: string }) => {
      assert.equal(error.code, 'data-newer');
      assert.match(error.message, /newer version/);
      assert.match(error.message, /"9999-later"/);
      assert.ok(error.message.includes(path));
      return true;
    });
    const ran = other.prepare('select count(*) as n from kysely_migration').get()?.['n'];
    assert.equal(ran, Object.keys(MIGRATIONS).length + 1);
  });

  test('is refused and left alone when it is something else', async () => {
    const path = newPath();
    const text = 'not a database, but long enough to be taken for one\n'.repeat(100);
    await writeFile(path, text);
    await assert.rejects(openSqliteStore(path), { code: 'data-damaged', message: /is damaged .*backup/ });
    assert.equal(await readFile(path, 'utf8'), text);
  });

  test('is refused when pages inside are torn', async () => {
    const path = newPath();
    {
      await using store = await openSqliteStore(path);
      for (let n = 0; n < 50; n++) {
        await store.members.add({ ...OWNER, id: feedIdOf(new Uint8Array(32).fill(n)) });
      }
    }
    const bytes = await readFile(path);
    bytes.fill(0xa5, 4096, bytes.length - 1024);
    await writeFile(path, bytes);
    await assert.rejects(openSqliteStore(path), { code: 'data-damaged' });
  });

  test('is refused when it cannot be made', async () => {
    await assert.rejects(openSqliteStore(join(folder, 'no-such-folder', 'room.db')), {
      code: 'data-unwritable',
      message: /no-such-folder.*this account may write there/,
    });
    await assert.rejects(openSqliteStore(folder), { code: 'data-unwritable' });
  });
});

describe('a file of no bytes', () => {
  test('is a new database: a kill may have come right after its making', async () => {
    const path = newPath();
    await writeFile(path, '');
    await using store = await openSqliteStore(path);
    assert.equal(await store.room.claim(PROFILE, OWNER, SETTINGS), true);
  });
});

test('any run of calls has the answers that the store in memory gives', async () => {
  const id = fc.integer({ min: 0, max: 4 }).map((n) => feedIdOf(new Uint8Array(32).fill(n)));
  const at = fc.integer({ min: 0, max: 2 ** 45 });
  const member = fc.record({ id, role: fc.constantFrom('owner', 'viewer'), addedAt: at }, RECORD);
  const uses = fc.integer({ min: 0, max: 2 });
  const role = fc.constantFrom('owner', 'participant', 'viewer');
  const time = fc.option(at);
  const times = { createdAt: at, notBefore: time, expiresAt: time, revokedAt: time };
  const invite = fc.record(
    { id, role, createdBy: fc.string(), note: fc.string(), usesLeft: uses, ...times },
    RECORD,
  );
  const name = fc.constantFrom('ann', 'bob', 'eve', 'mia', 'rob');
  const alias = fc.record({ name, feed: id, signature: fc.base64String(), registeredAt: at }, RECORD);
  const profile = fc.record({ name: fc.string(), description: fc.string(), claimedAt: at }, RECORD);
  const call = fc.oneof(
    fc.tuple(profile, fc.option(member, { nil: undefined })).map(
      ([room, owner]) =>
        (store: Store) =>
          store.room.claim(room, owner, SETTINGS),
    ),
    member.map((it) => (store: Store) => store.members.add(it)),
    invite.map((it) => (store: Store) => store.invites.create(it).catch(() => 'refused')),
    fc.tuple(id, id, at).map(
      ([of, who, now]) =>
        (store: Store) =>
          store.invites.use(of, who, now),
    ),
    fc.tuple(id, at).map(
      ([of, now]) =>
        (store: Store) =>
          store.invites.revoke(of, now),
    ),
    fc.array(id).map((ids) => (store: Store) => store.invites.forget(ids)),
    alias.map((it) => (store: Store) => store.aliases.register(it, { perFeed: 2, inAll: 4 })),
    fc.tuple(name, id).map(
      ([of, by]) =>
        (store: Store) =>
          store.aliases.revoke(of, by),
    ),
    id.map((of) => (store: Store) => store.aliases.aliasesOf(of)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 15 }), async (calls) => {
      await using sqlite = await openSqliteStore(newPath());
      await using memory = memoryStore();
      for (const make of calls) assert.deepEqual(await make(sqlite), await make(memory));
      assert.deepEqual(await sqlite.room.profile(), await memory.room.profile());
      assert.deepEqual(await sqlite.members.members(), await memory.members.members());
      assert.deepEqual(await sqlite.invites.invites(), await memory.invites.invites());
      assert.deepEqual(await sqlite.aliases.alias('bob'), await memory.aliases.alias('bob'));
    }),
    { numRuns: 30 },
  );
});
