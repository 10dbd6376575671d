import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { stockInvite } from '../../stock/muxrpc.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/data');

/** Whom the fixtures know. */
const OWNER = `@${'a'.repeat(42)}8=.ed25519`;
const MODERATOR = `@${'b'.repeat(42)}8=.ed25519`;
const BANNED = `@${'c'.repeat(42)}8=.ed25519`;
const BOB = '@jchT5LFWiZIUlzFudNHnfFCYShvfnEh2Yh9vIpSQTho=.ed25519';

interface Old {
  readonly id: string;
  /** The seed of an invite that nobody has used. */
  readonly seed: string;
  readonly members: readonly (readonly [id: string, role: string])[];
  readonly aliases: readonly string[];
  readonly bans: readonly string[];
  /** In its audit log. */
  readonly entries: number;
}

const CLAIMED = { members: [[OWNER, 'owner']], aliases: [], bans: [], entries: 0 } as const;

const GROWN: Old = {
  id: '@b7uxs3uyjNgI4UV26mj+R7TyQSbrdSqQMkw4rEHhZqw=.ed25519',
  seed: 'fotwsKM83QjDQC9fxVpgiXLUlOnCWHPR6pvGOXOxmmM=',
  members: [...CLAIMED.members, [MODERATOR, 'moderator'], [BOB, 'participant']],
  aliases: ['bob'],
  bans: [BANNED],
  entries: 18,
};

const OLD: Readonly<Record<string, Old>> = {
  '0001-room': {
    ...CLAIMED,
    id: '@oXuOkY0SZzmqPog38sAzhSJBOEanGloc2wPDYf9vUv4=.ed25519',
    seed: 'fQRwm3sUUcFN1f9BCDFLbC2HM5SgBfXofn/XJsDM/TQ=',
  },
  '0002-aliases': {
    ...CLAIMED,
    id: '@+5m/Nq/h79Dut4hFZ9BT3mVzUxES7hZ5xsFpkYkMLUw=.ed25519',
    seed: 'K3dvMOuLzTBd2O+IZMJBNGkRBbV5yqOJsz6Bg6BRVms=',
    aliases: ['bob'],
  },
  '0009-api-keys': { ...GROWN, entries: GROWN.entries + 1 },
};

/** Made by an older version. */
const BACKUP = '0009-api-keys.backup';

async function bytesOf(fixture: string): Promise<Buffer> {
  return gunzipSync(await readFile(join(FIXTURES, `${fixture}.gz`)));
}

/** Puts a data directory of an older version there. */
async function unpack(name: string, data: string): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  for (const packed of await readdir(join(FIXTURES, name))) {
    const file = basename(packed, '.gz');
    await writeFile(join(data, file), await bytesOf(join(name, file)), { mode: 0o600 });
  }
}

async function told(data: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await openRooms(...args, '--data', data, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/** Starts the room as it is now, and looks for all that it had. */
async function opens(data: string, old: Old): Promise<void> {
  await using room = await startRoomProcess({ data });
  assert.deepEqual([room.id, room.ready.name, room.ready.claim], [old.id, 'Garden', null]);
  const members: { id: string; role: string }[] = await told(data, 'members');
  assert.deepEqual(
    members.map(({ id, role }) => [id, role]),
    old.members,
  );
  const aliases: { alias: string }[] = await told(data, 'aliases');
  assert.deepEqual(
    aliases.map(({ alias }) => alias),
    old.aliases,
  );
  const bans: { id: string }[] = await told(data, 'bans');
  assert.deepEqual(
    bans.map(({ id }) => id),
    old.bans,
  );
  const guest = ssbKeys().generate().id;
  assert.equal(await stockInvite(`${room.address}:${old.seed}`, guest), true);
  const { whole, entries } = await told(data, 'audit', 'verify');
  assert.equal(whole, true);
  assert.ok(entries > old.entries, `${entries} entries`);
}

describe('a data directory of an older version', () => {
  for (const [name, old] of Object.entries(OLD)) {
    test(`${name} is opened, with all that it kept`, async () => {
      await using place = await temporaryDirectory();
      const data = join(place.path, 'data');
      await unpack(name, data);
      await opens(data, old);
    });
  }

  test('that was backed up by that version is restored, with all that it kept', async () => {
    await using place = await temporaryDirectory();
    const data = join(place.path, 'data');
    const file = join(place.path, 'garden.backup');
    await writeFile(file, await bytesOf(BACKUP));
    assert.equal((await told(data, 'restore', file)).room, GROWN.id);
    await opens(data, GROWN);
  });
});

/** Makes a database one that a version of tomorrow wrote, and did not live to close. */
async function makeNewer(data: string): Promise<void> {
  const files = ['room.db', 'room.db-wal'].map((name) => join(data, name));
  const left: [file: string, bytes: Buffer][] = [];
  {
    using database = new DatabaseSync(join(data, 'room.db'));
    database.exec("insert into kysely_migration values ('9999-tomorrow', '2040-01-01T00:00:00.000Z')");
    database.exec("update audit set message = 'open-rooms 7.0.0' where event = 'server_start'");
    for (const file of files) left.push([file, await readFile(file)]);
  }
  for (const [file, bytes] of left) await writeFile(file, bytes);
}

test('a data directory of a newer version is refused with a sentence, and left as it is', async () => {
  await using place = await temporaryDirectory();
  const data = join(place.path, 'data');
  await unpack('0009-api-keys', data);
  await makeNewer(data);
  const kept = () =>
    Promise.all(['room.db', 'room.db-wal', 'secret'].map((name) => readFile(join(data, name))));
  const before = await kept();
  assert.ok(before.every(({ length }) => length > 0));
  const { code, stdout, stderr } = await openRooms('start', '--data', data, '--host', '127.0.0.1', '--json');
  assert.equal(code, 2);
  assert.match(stderr, /^The database .* was written by a newer version of Open Rooms .*9999-tomorrow/);
  assert.match(stderr, /version 7\.0\.0 ran last/);
  assert.match(stderr, /Start that version or a later one, or restore a backup from before it\.\n$/);
  assert.equal(JSON.parse(stdout).error.code, 'data-damaged');
  assert.deepEqual(await kept(), before);
});
