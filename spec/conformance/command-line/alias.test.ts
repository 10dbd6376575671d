import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startStockRoom } from '../../stock/room.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';
import { CommandHere, ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';

const NO_ALIASES = 'This room has no aliases: people reach each other there by their ids.';

describe('open-rooms alias', () => {
  test('registers in either spelling, says who has it, lists and revokes', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    const alias = (...args: string[]) => ranHere(['alias', ...args], { home: home.path });
    const { id } = JSON.parse((await ranHere(['identity', '--json'], { home: home.path })).out);
    await letIn(room, home.path);
    const link = `${room.ready.http}/alias/bob`;

    const leads = { code: 0, out: `@bob@${host} leads to you.\n  ${link}\n`, err: '' };
    assert.deepEqual(await alias('register', 'bob', host), leads);
    assert.deepEqual(await alias('register', `@Bob@${host}`), leads);
    const json = JSON.parse((await alias('register', 'rob', host, '--json')).out);
    assert.deepEqual(json, {
      alias: `@rob@${host}`,
      link: `${room.ready.http}/alias/rob`,
      room: room.id,
      id,
    });
    assert.deepEqual(await alias('list', host), { code: 0, out: `@bob@${host}\n@rob@${host}\n`, err: '' });

    const whois = await alias('whois', `@bob@${host}`);
    assert.equal(whois.code, 0);
    const [title, ...rows] = whois.out.split('\n');
    assert.equal(title, `@bob@${host}`);
    assert.deepEqual(rows.slice(0, 2), [`  Id        ${id}`, '  Room      Garden']);
    assert.equal(rows.at(-2), '  Online    that is you');

    const revoked = { code: 0, out: `@bob@${host} leads to nobody any more.\n`, err: '' };
    assert.deepEqual(await alias('revoke', 'bob', host), revoked);
    assert.deepEqual(JSON.parse((await alias('list', host, '--json')).out).aliases, [`@rob@${host}`]);
  });

  test('says whether whose alias it is is there', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    const online = async () => {
      const { out } = await ranHere(['alias', 'whois', 'bob', host, '--json'], { home: home.path });
      return JSON.parse(out).online;
    };
    await letIn(room, home.path, 'bob');
    await using bob = new CommandHere(['peer', host, '--as', 'bob', '--alias', 'bob'], { home: home.path });
    await bob.prints(/ leads to you\n/);
    assert.equal(await online(), true);
    bob.signal('SIGINT');
    await bob.ends();
    assert.equal(await online(), false);
  });

  test('what a room refuses is one sentence, exit code 2', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using theirs = await temporaryDirectory();
    const host = hostOf(room);
    const uninvited = await ranHere(['alias', 'register', 'bob', host], { home: home.path });
    assert.match(
      uninvited.err,
      /as somebody who is no member you may not register an alias .*: use an invite/,
    );
    for (const each of [home, theirs]) await letIn(room, each.path);
    await ranHere(['alias', 'register', 'bob', host], { home: theirs.path });
    const cases: readonly [args: readonly string[], sentence: RegExp][] = [
      [
        ['register', 'bob', host],
        /^The room does not give you this alias: .*already taken: choose another name\.$/,
      ],
      [['register', 'admin', host], /^The room does not give you this alias: .*is reserved/],
      [
        ['register', '9bob', host],
        /^The room does not give you this alias: invalid alias "9bob": use 1 to 63/,
      ],
      [['register', 'bob'], /^Cannot tell the room of "bob": write @bob@room\.example/],
      [['revoke', 'bob', host], /^The room does not take "bob" back: not your alias/],
      [
        ['revoke', 'rob', host],
        /^The room does not take "rob" back: nobody has the alias "rob" in this room\.$/,
      ],
      [
        ['whois', 'rob', host],
        /^The room says: Nobody is known as "rob" in this room: check the spelling\.$/,
      ],
      [['whois', `@rob@${host}`], /^Nobody is known as "rob" in this room: check the spelling/],
      [
        ['whois', 'bob', 'net:127.0.0.1:1~shs:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc='],
        /^Nobody listens at/,
      ],
    ];
    for (const [args, sentence] of cases) {
      const { code, out, err } = await ranHere(['alias', ...args], { home: home.path });
      assert.deepEqual({ code, out }, { code: 2, out: '' }, args.join(' '));
      assert.match(err.trimEnd(), sentence);
    }
  });
});

describe('the stock ssb-room 1.3.0', () => {
  test('has people and tunnels, and no aliases', async () => {
    await using room = await startStockRoom({ name: 'Shed' });
    await using home = await temporaryDirectory();
    await using bob = new Command(['peer', room.address, '--as', 'bob', '--alias', 'bob'], {
      home: home.path,
    });
    await bob.prints(/\nShed\n/);
    await bob.prints(new RegExp(` alias +${NO_ALIASES}\n`));
    const { id } = JSON.parse((await ran(['identity', '--as', 'bob', '--json'], { home: home.path })).out);
    const sent = await ran(['peer', room.address, '--pipe', id], { home: home.path, input: 'hello\n' });
    assert.equal(sent.code, 0, sent.err);
    await bob.prints(/ asks +@\S+ asks to send you something: hello — /);
    for (const act of ['register', 'revoke', 'whois']) {
      const { code, err } = await ran(['alias', act, 'bob', room.address], { home: home.path });
      assert.deepEqual([code, err], [2, `${NO_ALIASES}\n`], act);
    }
    const list = await ran(['alias', 'list', room.address], { home: home.path });
    assert.deepEqual([list.code, list.err], [2, `${NO_ALIASES}\n`]);
  });
});
