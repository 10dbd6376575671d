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

/** Whom the fixtures know as their owner. */
const OWNER = `@${'a'.repeat(42)}8=.ed25519`;

interface Fixture {
  readonly folder: string;
  readonly id: string;
  /** The seed of the invite that nobody has used. */
  readonly seed: string;
  readonly aliases: readonly string[];
}

const OLD: readonly Fixture[] = [
  {
    folder: '0001-room',
    id: '@oXuOkY0SZzmqPog38sAzhSJBOEanGloc2wPDYf9vUv4=.ed25519',
    seed: 'fQRwm3sUUcFN1f9BCDFLbC2HM5SgBfXofn/XJsDM/TQ=',
    aliases: [],
  },
  {
    folder: '0002-aliases',
    id: '@+5m/Nq/h79Dut4hFZ9BT3mVzUxES7hZ5xsFpkYkMLUw=.ed25519',
    seed: 'K3dvMOuLzTBd2O+IZMJBNGkRBbV5yqOJsz6Bg6BRVms=',
    aliases: ['bob'],
  },
];

/** Puts a data directory of an older version there. */
async function unpack(name: string, data: string): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  for (const file of await readdir(join(FIXTURES, name))) {
    const bytes = gunzipSync(await readFile(join(FIXTURES, name, file)));
    await writeFile(join(data, basename(file, '.gz')), bytes, { mode: 0o600 });
  }
}

async function told(data: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await openRooms(...args, '--data', data, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

describe('a data directory of an older version', () => {
  for (const { folder, id, seed, aliases } of OLD) {
    test(`${folder} is opened, with all that it kept`, async () => {
      await using place = await temporaryDirectory();
      const data = join(place.path, 'data');
      await unpack(folder, data);
      await using room = await startRoomProcess({ data });
      assert.deepEqual([room.id, room.ready.name, room.ready.claim], [id, 'Garden', null]);
      const members: { id: string; role: string }[] = await told(data, 'members');
      assert.deepEqual(
        members.map((member) => [member.id, member.role]),
        [[OWNER, 'owner']],
      );
      const names: { alias: string }[] = await told(data, 'aliases');
      assert.deepEqual(
        names.map(({ alias }) => alias),
        aliases,
      );
      const guest = ssbKeys().generate().id;
      assert.equal(await stockInvite(`${room.address}:${seed}`, guest), true);
      assert.equal((await told(data, 'audit', 'verify')).whole, true);
    });
  }

  test('of a newer one is refused with a sentence, and left as it is', async () => {
    await using place = await temporaryDirectory();
    const data = join(place.path, 'data');
    await unpack('0001-room', data);
    await (await startRoomProcess({ data })).stop();
    const file = join(data, 'room.db');
    {
      using database = new DatabaseSync(file);
      database.exec("insert into kysely_migration values ('9999-tomorrow', '2040-01-01T00:00:00.000Z')");
      database.exec('pragma wal_checkpoint(truncate)');
    }
    const before = await readFile(file);
    const { code, stdout, stderr } = await openRooms(
      'start',
      '--data',
      data,
      '--host',
      '127.0.0.1',
      '--json',
    );
    assert.equal(code, 2);
    assert.match(stderr, /^The database .* was written by a newer version of Open Rooms .*9999-tomorrow/);
    assert.match(stderr, /Start that version or a later one, or restore a backup from before it\.\n$/);
    assert.equal(JSON.parse(stdout).error.code, 'data-damaged');
    assert.deepEqual(await readFile(file), before);
  });
});
