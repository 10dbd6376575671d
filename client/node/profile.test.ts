import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { contactStoreSuite } from '../contacts/contact-store.suite.ts';
import { feed, followed } from '../contacts/test-feeds.ts';
import { openProfile } from './profile.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-profile-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newPath(): string {
  return join(folder, `profile-${made++}`);
}

const MODES = process.platform !== 'win32';
const OPTIONS = { crypto: sodium };

contactStoreSuite('a profile', async () => {
  const path = newPath();
  const first = await openProfile(path, OPTIONS);
  const second = await openProfile(path, OPTIONS);
  return {
    first: first.contacts,
    second: second.contacts,
    async [Symbol.asyncDispose]() {
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
});

describe('a profile', () => {
  test('is made, with its parents, for its own account only', async () => {
    const path = join(newPath(), 'deep', 'er');
    await using profile = await openProfile(path, OPTIONS);
    await profile.contacts.change([feed(1)], () => followed(1));
    assert.deepEqual([profile.directory, profile.warnings], [path, []]);
    if (!MODES) return;
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    for (const file of await readdir(path))
      assert.equal((await stat(join(path, file))).mode & 0o777, 0o600, file);
  });

  test('is the same person, with the same book and rooms, when it is opened again', async () => {
    const path = newPath();
    const room = { id: feed(9), addresses: '', name: 'Café', hosts: ['r.example'], joinedAt: 1, seenAt: 2 };
    const first = await openProfile(path, OPTIONS);
    await first.contacts.change([feed(1)], () => followed(1));
    await first.rooms.change([feed(9)], () => room);
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await using again = await openProfile(path, OPTIONS);
    assert.deepEqual(again.keys, first.keys);
    assert.deepEqual(await again.contacts.load(), [followed(1)]);
    assert.deepEqual(await again.rooms.load(), [room]);
  });

  test('has its key in the format of SSB apps, and says what it is', async () => {
    const path = newPath();
    await using profile = await openProfile(path, OPTIONS);
    const text = await readFile(join(path, 'secret'), 'utf8');
    assert.match(text, /^# This is your secret key/);
    assert.equal(JSON.parse(text.replace(/^#.*$/gm, '')).id, profile.keys.id);
  });

  test('warns where others may replace the key', async () => {
    if (!MODES) return;
    const path = newPath();
    await mkdir(path);
    await chmod(path, 0o777);
    await using profile = await openProfile(path, OPTIONS);
    assert.match(profile.warnings.join(), /Every account of this machine may write to .* chmod o-w/);
  });

  test('refuses a change while another program writes, and not while it reads', async () => {
    const path = newPath();
    await using profile = await openProfile(path, OPTIONS);
    using other = new DatabaseSync(join(path, 'contacts.db'));
    const change = (n: number) => profile.contacts.change([feed(n)], () => followed(n));
    other.exec('begin');
    other.prepare('select * from contacts').all();
    await change(1);
    other.exec('rollback; begin immediate');
    await assert.rejects(change(2), { name: 'Refused', code: 'unavailable', message: /try again/ });
    other.exec('rollback');
    await change(3);
    assert.deepEqual((await profile.contacts.load()).map(({ id }) => id).sort(), [feed(1), feed(3)].sort());
  });
});

describe('a profile that cannot be used', () => {
  test('is refused where it is a file', async () => {
    const path = newPath();
    await writeFile(path, '');
    await assert.rejects(openProfile(path, OPTIONS), {
      name: 'ProfileError',
      code: 'profile-unwritable',
      message: /Cannot use the directory .*: .* this account may write there/,
    });
  });

  test('is refused, and left alone, where the key is damaged', async () => {
    const path = newPath();
    await mkdir(path);
    await writeFile(join(path, 'secret'), '{"curve":"ed25519"}', { mode: 0o600 });
    await assert.rejects(openProfile(path, OPTIONS), {
      code: 'profile-damaged',
      message: /^Your key .* is damaged: .* a stranger to everybody/,
    });
    assert.equal(await readFile(join(path, 'secret'), 'utf8'), '{"curve":"ed25519"}');
  });

  test('is refused, and left alone, where the contacts are something else', async () => {
    const path = newPath();
    await mkdir(path);
    const text = 'not a database, but long enough to be taken for one\n'.repeat(100);
    await writeFile(join(path, 'contacts.db'), text);
    await assert.rejects(openProfile(path, OPTIONS), {
      code: 'profile-damaged',
      message: /empty contact book/,
    });
    assert.equal(await readFile(join(path, 'contacts.db'), 'utf8'), text);
  });

  test('is refused where a newer version wrote the contacts', async () => {
    const path = newPath();
    await (await openProfile(path, OPTIONS))[Symbol.asyncDispose]();
    using other = new DatabaseSync(join(path, 'contacts.db'));
    other.exec('pragma user_version = 99');
    await assert.rejects(openProfile(path, OPTIONS), {
      code: 'profile-newer',
      message: /99, this one knows 2/,
    });
  });

  test('is refused where a lock is a file of something else', async () => {
    const path = newPath();
    await mkdir(path);
    await writeFile(join(path, 'opening.lock'), 'package manager lock file\n'.repeat(100));
    await assert.rejects(openProfile(path, OPTIONS), {
      code: 'profile-damaged',
      message: /delete that file/,
    });
  });

  test('says which record it cannot read, and keeps it', async () => {
    const path = newPath();
    await using profile = await openProfile(path, OPTIONS);
    await profile.contacts.change([feed(1)], () => followed(1));
    using other = new DatabaseSync(join(path, 'contacts.db'));
    other.exec(`update contacts set record = '{"relation":"friend"}'`);
    const unread = { name: 'Refused', code: 'unavailable', message: /"relation":"friend"/ };
    await assert.rejects(profile.contacts.load(), unread);
    await assert.rejects(
      profile.contacts.change([feed(1)], () => undefined),
      unread,
    );
    assert.equal(other.prepare('select count(*) as n from contacts').get()?.['n'], 1);
  });
});
