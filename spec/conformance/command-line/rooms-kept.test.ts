import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { ranHere } from './command-here.ts';
import { roomCommands } from './room-commands.ts';

const ANN = feedIdOf(new Uint8Array(32).fill(1));
const EVE = feedIdOf(new Uint8Array(32).fill(3));

const opened = new AsyncDisposableStack();
const { room, home, prints, json, refuses } = await roomCommands(opened);
after(() => opened.disposeAsync());

test('open-rooms settings prints and changes them', async () => {
  assert.equal(
    await prints(['settings', 'set', 'description', 'With a pond.']),
    'description is With a pond. now.\n',
  );
  await prints(['settings', 'set', 'listed', 'false']);
  await prints(['settings', 'set', 'address-days', '7']);
  await prints(['settings', 'set', 'language', 'de']);
  assert.deepEqual(await json('settings'), {
    ...{ name: 'Garden', description: 'With a pond.', mode: 'open' },
    ...{ listed: false, language: 'de', addressDays: 7 },
  });
  assert.match(await prints(['settings']), /^name {10}Garden$[\s\S]*^address-days {2}7$/m);
  assert.equal(await prints(['settings', 'get', 'listed']), 'false\n');
  assert.equal(await json('settings', 'get', 'address-days'), 7);
  await refuses(['settings', 'get', 'colour'], 'bad-usage', /"colour": there are name, description/);
  await refuses(
    ['settings', 'set', 'listed', 'perhaps'],
    'bad-usage',
    /"perhaps" for listed: it is true or false/,
  );
  await refuses(['settings', 'set', 'address-days', 'few'], 'bad-usage', /a whole number of days/);
  await refuses(['settings', 'set', 'language', 'Deutsch'], 'bad-usage', /a language is a tag/);
});

test('open-rooms notices writes them out of a file or stdin, shows and removes them', async () => {
  const file = join(home, 'rules.md');
  await writeFile(file, '# Be kind\n');
  const title = ['--language', 'en', '--title', 'Rules'];
  await prints(['notices', 'set', 'code-of-conduct', file, ...title]);
  await prints(['notices', 'set', 'news', '-', '--language', 'de'], 'Tee um *fünf*.\n');
  await prints(['notices', 'set', 'news', '--language', 'en'], 'Tea at five.\n');
  assert.equal(await prints(['notices', 'show', 'news', '--language', 'de']), 'Tee um *fünf*.\n');
  assert.equal((await json('notices', 'show', 'code-of-conduct')).title, 'Rules');
  assert.match(await prints(['notices']), /^code-of-conduct {2}en {8}\d{4}-\d\d-\d\d \d\d:\d\d\n {4}Rules$/m);
  await prints(['notices', 'remove', 'news', '--language', 'de']);
  await refuses(['notices', 'show', 'news', '--language', 'de'], 'bad-usage', /none in the language "de"/);
  await refuses(['notices', 'remove', 'news', '--language', 'de'], 'refused', /news/);
  await refuses(['notices', 'remove', 'news'], 'bad-usage', /--language/);
  await refuses(['notices', 'set', 'gossip', file, ...title], 'bad-usage', /a notice is one of description/);
  await refuses(['notices', 'set', 'news', join(home, 'none.md'), ...title], 'file-unusable', /none\.md/);
});

test('open-rooms keys makes keys of programs, and ends them', async () => {
  const made = await json('keys', 'create', 'robot');
  const asks = () =>
    fetch(new URL('/api/v1/members', room.ready.http), { headers: { authorization: `Bearer ${made.key}` } });
  assert.equal((await asks()).status, 200);
  const printed = await prints(['keys', 'create', 'other']);
  assert.match(printed, /^\S+\nKeep it now: it is not told again/);
  assert.match(await prints(['keys']), /^\S+ {2}\d{4}-\d\d-\d\d {2}never\n {4}other$/m);
  assert.equal(
    await prints(['keys', 'revoke', made.id]),
    `The key ${made.id} is good for nothing any more.\n`,
  );
  assert.equal((await asks()).status, 401);
  await refuses(['keys', 'revoke', made.id], 'refused', /key/);
  await refuses(['keys', 'create', ' '], 'bad-usage', /as name/);
});

describe('open-rooms audit', () => {
  test('lists what was done, by event and time', async () => {
    for (const reason of ['spam', 'spam again', '']) {
      await prints(['bans', 'add', EVE, '--reason', reason]);
      await prints(['bans', 'lift', EVE]);
    }
    const bans = await json('audit', '--event', 'ban_add', '--since', '1h');
    assert.deepEqual(
      bans.map(({ by, subject }: Record<string, unknown>) => [by, subject]),
      [
        ['operator', EVE],
        ['operator', EVE],
        ['operator', EVE],
      ],
    );
    assert.match(bans[0].at, /Z$/);
    assert.equal((await json('audit', '--limit', '2')).length, 2);
    assert.deepEqual(await json('audit', '--until', '2020-01-01'), []);
    const listed = await prints(['audit', '--event', 'ban_add', '--limit', '1']);
    assert.match(
      listed,
      /^\d+ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}ban_add\n {4}by operator\n {4}about @AwMD/m,
    );
    await refuses(['audit', '--limit', '501'], 'bad-usage', /from 1 to 500/);
    await refuses(['audit', '--since', 'once'], 'bad-usage', /"once" for --since/);
  });

  test('is exported, and verified here and in a file; what was changed is found', async () => {
    assert.match(await prints(['audit', 'verify']), /^The audit log is whole: \d+ entries\.\n {2}Room +@/);
    const file = join(home, 'audit.json');
    await prints(['audit', 'export', '--format', 'json', '--output', file]);
    assert.equal((await stat(file)).mode & 0o077, 0);
    await refuses(['audit', 'export', '--output', file], 'file-exists', /--force/);
    await prints(['audit', 'export', '--format', 'json', '--output', file, '--force']);
    assert.match(
      await prints(['audit', 'verify', file]),
      new RegExp(`whole.*\n {2}Room {6}${escaped(room.id)}`),
    );
    await prints(['audit', 'verify', file, '--room', room.id]);
    const other = await ranHere(['audit', 'verify', file, '--room', ANN, '--json'], { home });
    assert.deepEqual([other.code, JSON.parse(other.out).whole], [1, false]);
    const forged = join(home, 'forged.json');
    await writeFile(forged, (await readFile(file, 'utf8')).replace('"spam"', '"ham"'));
    const found = await ranHere(['audit', 'verify', forged], { home });
    assert.equal(found.code, 1);
    assert.match(
      found.out,
      /^The audit log is not whole: Entry \d+ is not what this room wrote and signed\.\n/,
    );
    await refuses(['audit', 'verify', join(home, 'rules.md')], 'file-unusable', /it is no exported log/);
    const part = join(home, 'part.json');
    await prints(['audit', 'export', '--format', 'json', '--event', 'ban_add', '--output', part]);
    assert.match(await prints(['audit', 'verify', part]), /^This part of the audit log is whole: 3 entries/);
    assert.match(await prints(['audit', 'export']), /^id,date \(UTC\),date \(/);
    const sheet = join(home, 'audit.xlsx');
    await prints(['audit', 'export', '--format', 'xlsx', '--output', sheet]);
    assert.equal((await readFile(sheet)).subarray(0, 2).toString(), 'PK');
    await refuses(['audit', 'export', '--format', 'pdf'], 'bad-usage', /csv, json, xlsx/);
  });
});

test('each of them says how it is used, and that no server runs', async () => {
  const commands = ['members', 'invites', 'bans', 'aliases', 'mode', 'settings', 'notices', 'audit', 'keys'];
  for (const command of commands) {
    const help = await ranHere([command, '--help'], { home });
    assert.match(help.out, /Examples:/);
    const told = await ranHere([command, '--data', join(home, 'none')], { home });
    assert.deepEqual([told.code, told.out], [2, '']);
    assert.match(
      told.err,
      /^No room server is running on data directory \S+none: start it with "open-rooms start/,
    );
  }
});

function escaped(text: string): string {
  return text.replaceAll(/[+.]/g, '\\$&');
}
