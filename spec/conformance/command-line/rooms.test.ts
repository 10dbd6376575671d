import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { feedIdOf, readInvite } from '@open-rooms/protocol';
import { enterBare } from '../client/bare.ts';
import { ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';
import { roomCommands } from './room-commands.ts';

const ANN = feedIdOf(new Uint8Array(32).fill(1));
const BOB = feedIdOf(new Uint8Array(32).fill(2));
const EVE = feedIdOf(new Uint8Array(32).fill(3));

const opened = new AsyncDisposableStack();
const { room, home, prints, json, refuses } = await roomCommands(opened);
after(() => opened.disposeAsync());

describe('open-rooms members', () => {
  test('adds, lists, changes and removes them', async () => {
    assert.equal(await prints(['members']), 'Nobody yet. Add somebody: open-rooms members add WHO\n');
    assert.equal(
      await prints(['members', 'add', ANN, '--role', 'owner']),
      `${ANN} is a member now: owner.\n`,
    );
    assert.equal((await json('members', 'add', BOB)).role, 'participant');
    assert.equal(
      await prints(['members', 'role', BOB, 'viewer', '--reason', 'looks on']),
      `${BOB} is viewer now.\n`,
    );
    const lines = (await prints(['members', 'list'])).split('\n');
    assert.match(lines[0] ?? '', /^MEMBER +ROLE +SINCE$/);
    assert.match(lines[1] ?? '', /^@AQEB\S+ {2}owner {3}\d{4}-\d\d-\d\d$/);
    assert.ok(lines.every((line) => line.length <= 80));
    const listed = await json('members');
    assert.deepEqual(
      listed.map(({ id, role, online }: Record<string, unknown>) => [id, role, online]),
      [
        [ANN, 'owner', false],
        [BOB, 'viewer', false],
      ],
    );
    assert.match(listed[0].addedAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(await prints(['members', 'remove', BOB]), `${BOB} is no member any more.\n`);
    assert.equal((await json('members')).length, 1);
  });

  test('refuses what cannot be', async () => {
    await refuses(['members', 'add', 'nobody-here'], 'refused', /Nobody is known as "nobody-here"/);
    await refuses(
      ['members', 'add', BOB, '--role', 'boss'],
      'bad-usage',
      /"boss" as role: a role is one of owner/,
    );
    await refuses(['members', 'role', ANN], 'bad-usage', /missing required argument 'role'/);
    await refuses(['members', 'ban', ANN], 'bad-usage', /the commands are list, add, role, remove/);
    await refuses(['members', 'role', ANN, 'viewer'], 'refused', /owner/);
  });
});

describe('open-rooms bans', () => {
  test('adds, lists and lifts them, for a while or for good', async () => {
    const before = Date.now();
    const { expiresAt } = await json('bans', 'add', EVE, '--reason', 'spam', '--for', '7d');
    assert.ok(Math.abs(Date.parse(expiresAt) - before - 7 * 86_400_000) < 60_000);
    const lines = (await prints(['bans'])).split('\n');
    assert.match(
      lines[1] ?? '',
      new RegExp(`^${EVE.replaceAll('+', '\\+')} {2}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d$`),
    );
    assert.match(lines[2] ?? '', /^ {4}\d{4}-\d\d-\d\d \d\d:\d\d by operator$/);
    assert.equal(lines[3], '    spam');
    assert.equal(await prints(['bans', 'lift', EVE]), `${EVE} is let in again.\n`);
    assert.equal(await prints(['bans', 'add', EVE]), `${EVE} is banned for good.\n`);
    await prints(['bans', 'lift', EVE]);
    assert.equal(
      (await json('bans', 'add', EVE, '--until', '2099-01-02')).expiresAt,
      new Date(2099, 0, 2).toISOString(),
    );
    await prints(['bans', 'lift', EVE]);
    assert.deepEqual(await json('bans'), []);
  });

  test('refuses what cannot be', async () => {
    await refuses(
      ['bans', 'add', EVE, '--for', 'ever'],
      'bad-usage',
      /"ever" for --for: it is a time such as/,
    );
    await refuses(['bans', 'add', EVE, '--until', '2020-01-01'], 'bad-usage', /over already/);
    await refuses(
      ['bans', 'add', EVE, '--for', '1d', '--until', '2099-01-01'],
      'bad-usage',
      /cannot be used with/,
    );
    await refuses(['bans', 'lift', EVE], 'refused', /not banned/);
    await refuses(['bans', 'add', EVE, '--reason', 'x'.repeat(201)], 'bad-usage', /at most 200 characters/);
  });
});

describe('open-rooms invites', () => {
  test('creates, lists and revokes them; "invite" is the short way', async () => {
    const printed = await prints(['invites', 'create', '--uses', '3', '--note', 'meetup', '--expires', '7d']);
    const [, link = ''] = /^ {4}(http:\S+\/join\?invite=\S+)$/m.exec(printed) ?? [];
    const [, code = ''] = /^ {4}(net:\S+)$/m.exec(printed) ?? [];
    const [, uri = ''] = /^ {4}(ssb:experimental\?\S+)$/m.exec(printed) ?? [];
    const [, id = ''] = /open-rooms invites revoke (\S+)$/m.exec(printed) ?? [];
    const kinds = [link, code, uri].map((text) => readInvite(text).kind);
    assert.deepEqual(kinds, ['link', 'pub', 'claim']);
    const later = await json('invites', 'create', '--role', 'moderator', '--not-before', '2099-01-01');
    assert.deepEqual([later.role, later.notBefore], ['moderator', new Date(2099, 0, 1).toISOString()]);
    assert.equal(readInvite((await prints(['invite'])).trim()).kind, 'pub');
    assert.deepEqual(Object.keys(await json('invite', '--note', 'x')), ['code']);
    assert.equal(await prints(['invites', 'revoke', id]), `The invite ${id} is taken back.\n`);
    const list = await prints(['invites']);
    assert.match(list, /participant {2}1 left$/m);
    assert.match(list, /moderator {4}not yet$/m);
    assert.ok(list.includes(`${id}  participant  revoked\n`));
    assert.match(list, /^ {4}made \d{4}-\d\d-\d\d \d\d:\d\d by operator, until /m);
    assert.ok(list.split('\n').every((line) => line.length <= 80));
  });

  test('refuses what cannot be', async () => {
    await refuses(['invites', 'create', '--uses', '0'], 'bad-usage', /"0" for --uses/);
    await refuses(['invites', 'create', '--expires', 'soon'], 'bad-usage', /"soon" for --expires/);
    await refuses(['invites', 'create', '--role', 'boss'], 'bad-usage', /"boss" as role/);
    await refuses(['invites', 'revoke', 'this'], 'bad-usage', /"this" as id: should be a feed id/);
    await refuses(['invites', 'revoke', EVE], 'refused', /invite/);
  });
});

test('open-rooms aliases lists them, and takes them away', async () => {
  assert.equal(await prints(['aliases']), 'Nobody has an alias here.\n');
  await letIn(room, home);
  const host = `localhost:${new URL(room.ready.whois ?? '').port}`;
  const mine = await ranHere(['alias', 'register', 'rosa', host], { home });
  assert.equal(mine.code, 0, mine.err);
  const [alias] = await json('aliases');
  assert.equal(alias.alias, 'rosa');
  assert.match(await prints(['aliases']), /^rosa {3}\d{4}-\d\d-\d\d\n {4}@\S+\n {4}http\S+rosa\n$/m);
  const member = `@rosa@${host}`;
  assert.match(await prints(['members', 'role', member, 'moderator']), /is moderator now/);
  assert.equal(
    await prints(['aliases', 'revoke', member, '--reason', 'test']),
    `${member} leads to nobody any more.\n`,
  );
  assert.deepEqual(await json('aliases'), []);
  await refuses(['aliases', 'revoke', 'rosa'], 'refused', /rosa/);
  await refuses(['members', 'role', 'rosa', 'viewer'], 'refused', /rosa/);
});

test('open-rooms mode says which it is and what it means, and changes it, live', async () => {
  assert.match(await prints(['mode']), /^open: everybody may come in/);
  using stranger = await enterBare(room);
  assert.match(await prints(['mode', 'restricted']), /^restricted: only members/);
  await assert.rejects(stranger.remote['tunnel.ping']());
  assert.deepEqual(await json('mode'), { mode: 'restricted' });
  await assert.rejects(enterBare(room));
  await refuses(['mode', 'secret'], 'bad-usage', /"secret" as mode: a mode is one of open/);
  assert.deepEqual(await json('mode', 'open'), { mode: 'open' });
});
