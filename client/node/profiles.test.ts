import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { createIdentity, exportIdentity } from '../identity/identity.ts';
import { importIdentityInto } from './import-identity.ts';
import { openProfile } from './profile.ts';
import { profileDirectory, profileNames, profilesHome } from './profile-names.ts';
import { claimProfile, readProfile } from './profiles.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-profiles-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newHome(): string {
  return join(folder, `home-${made++}`);
}

const crypto = sodium;

describe('where profiles are', () => {
  const linux = { platform: 'linux', homeDirectory: '/home/bob' } as const;
  const cases = [
    [{ ...linux, env: {} }, '/home/bob/.local/share/open-rooms'],
    [{ ...linux, env: { XDG_DATA_HOME: '/data' } }, '/data/open-rooms'],
    [{ ...linux, env: { XDG_DATA_HOME: 'data' } }, '/home/bob/.local/share/open-rooms'],
    [{ ...linux, env: { XDG_DATA_HOME: '/data', OPEN_ROOMS_HOME: '/rooms' } }, '/rooms'],
    [{ ...linux, env: { OPEN_ROOMS_HOME: 'rooms' } }, resolve('rooms')],
    [{ ...linux, platform: 'darwin', env: {} }, '/home/bob/Library/Application Support/Open Rooms'],
    [{ ...linux, platform: 'win32', env: { APPDATA: '/app' } }, '/app/Open Rooms'],
    [{ ...linux, platform: 'win32', env: {} }, '/home/bob/AppData/Roaming/Open Rooms'],
  ] as const;
  for (const [surroundings, path] of cases) {
    test(`${surroundings.platform} ${JSON.stringify(surroundings.env)}: ${path}`, () => {
      if (process.platform !== 'win32') assert.equal(profilesHome(surroundings), path);
    });
  }

  test('names are labels, so that no profile is elsewhere', () => {
    assert.equal(profileDirectory('/home', 'work-2'), join('/home', 'work-2'));
    for (const name of ['', '.', '..', '../me', 'a/b', 'Me', '2me', 'me-', 'a'.repeat(64), 'nul', 'me\n']) {
      assert.throws(() => profileDirectory('/home', name), {
        name: 'ProfileError',
        code: 'profile-name',
        message: /^Cannot use a profile called ".*": /,
      });
    }
  });
});

describe('claiming', () => {
  test('gives the first that nobody holds, and gives it free', async () => {
    const home = newHome();
    const first = await claimProfile({ home, crypto });
    await using second = await claimProfile({ home, crypto });
    await using named = await claimProfile({ home, name: 'work', crypto });
    assert.deepEqual([first.name, second.name, named.name], ['me', 'me-2', 'work']);
    assert.deepEqual(await profileNames(home), ['me', 'me-2', 'work']);
    await assert.rejects(claimProfile({ home, name: 'work', crypto }), {
      code: 'profile-in-use',
      message: `The profile "work" in ${home} is in use by another program. End that one, or name another profile.`,
    });
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await using again = await claimProfile({ home, crypto });
    assert.deepEqual([again.name, again.keys.id], ['me', first.keys.id]);
  });

  test('gives the profile free where it cannot be opened', async () => {
    const home = newHome();
    await mkdir(join(home, 'me', 'secret'), { recursive: true });
    for (const _ of [1, 2])
      await assert.rejects(claimProfile({ home, name: 'me', crypto }), { code: 'profile-unwritable' });
  });
});

describe('reading', () => {
  test('takes a profile that somebody holds', async () => {
    const home = newHome();
    await using claimed = await claimProfile({ home, crypto });
    await using read = await readProfile({ home, crypto });
    assert.deepEqual([read.name, read.keys], ['me', claimed.keys]);
  });

  test('makes no other profile than the one of who names none', async () => {
    const home = newHome();
    const missing = {
      code: 'profile-not-found',
      message: /There is no profile "wrok" in .*; there is none\./,
    };
    await assert.rejects(readProfile({ home, name: 'wrok', crypto }), missing);
    await (await readProfile({ home, crypto }))[Symbol.asyncDispose]();
    await assert.rejects(readProfile({ home, name: 'wrok', crypto }), { message: /there is me\./ });
    assert.deepEqual(await profileNames(home), ['me']);
  });
});

describe('importing an identity', () => {
  test('makes a profile of it, once and again', async () => {
    const directory = newHome();
    const identity = createIdentity(crypto);
    const text = exportIdentity(identity);
    for (const _ of [1, 2]) assert.deepEqual(await importIdentityInto(directory, text, crypto), identity);
    await using profile = await openProfile(directory, { crypto });
    assert.deepEqual(profile.keys, identity);
    assert.equal(exportIdentity(profile.keys), text);
  });

  test('never overwrites another key', async () => {
    const directory = newHome();
    await (await openProfile(directory, { crypto }))[Symbol.asyncDispose]();
    const before = await readFile(join(directory, 'secret'), 'utf8');
    const other = createIdentity(crypto);
    await assert.rejects(importIdentityInto(directory, exportIdentity(other), crypto), {
      code: 'profile-other-key',
      message: /has another key, @.*\. Name a new profile, or move .* to a safe place first\./,
    });
    assert.equal(await readFile(join(directory, 'secret'), 'utf8'), before);
  });

  test('refuses what is no key, and makes nothing', async () => {
    const home = newHome();
    await assert.rejects(importIdentityInto(join(home, 'me'), 'my key', crypto), { name: 'UnreadableText' });
    assert.deepEqual(await profileNames(home), []);
  });
});
