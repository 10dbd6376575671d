import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Refused } from '@open-rooms/protocol';
import { flagOf, SETTING_KEYS } from '../config/settings.ts';
import { VERSION } from '../config/version.ts';
import { tellFailure } from './failure.ts';
import { runProgram } from './program.ts';
import { testTerminal } from './test-terminal.ts';

async function run(args: readonly string[], options = {}) {
  const terminal = testTerminal(options);
  const code = await runProgram(args, terminal);
  return { code, out: terminal.printed, err: terminal.complained };
}

describe('--help', () => {
  test('names the commands, and how a first room is made', async () => {
    const { code, out, err } = await run(['--help']);
    assert.equal(code, 0);
    assert.equal(err, '');
    for (const command of ['start', 'invite', 'status', 'peer', 'alias', 'contacts', 'ssb-app', 'version'])
      assert.match(out, new RegExp(`^  ${command}\\b`, 'm'));
    assert.match(out, /Your first room:\n {2}open-rooms start +start it, then open the claim link/);
  });

  test('of start has every setting, the order in which they win, and examples', async () => {
    const { code, out } = await run(['start', '--help']);
    assert.equal(code, 0);
    for (const key of SETTING_KEYS) assert.match(out, new RegExp(`^  ${flagOf(key)} `, 'm'));
    assert.match(
      out,
      /the first one found wins:\n {2}a flag.*\n {2}an environment variable.*\n {2}a JSON file.*\n {2}the default/,
    );
    assert.match(out, /Examples:\n {2}open-rooms start/);
  });

  test('of invite and status has examples', async () => {
    for (const command of ['invite', 'status']) {
      const { code, out } = await run([command, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`Examples:\n  open-rooms ${command}`));
    }
  });

  test('is plain where it is piped, and fits the terminal where there is one', async () => {
    assert.ok(!(await run(['start', '--help'])).out.includes('\u001b'));
    const peers = [
      ['peer'],
      ['alias'],
      ['alias', 'whois'],
      ['contacts'],
      ['contacts', 'follow'],
      ['identity'],
    ];
    const rooms = [
      ...[
        ['members'],
        ['bans', 'add'],
        ['invites'],
        ['invites', 'create'],
        ['aliases'],
        ['mode'],
        ['settings'],
      ],
      ...[['notices'], ['notices', 'set'], ['audit'], ['audit', 'export'], ['keys'], ['backup'], ['restore']],
    ];
    const others = [[], ['start'], ['invite'], ['status'], ['ssb-app'], ['version']];
    for (const command of [...others, ...peers, ...rooms]) {
      const { out } = await run([...command, '--help'], { isTTY: true, columns: 80 });
      assert.ok(out.includes('\u001b[1mUsage:'));
      const lines = stripVTControlCharacters(out).split('\n');
      assert.deepEqual(
        lines.filter((line) => line.length > 80),
        [],
      );
    }
  });
});

describe('version', () => {
  test('for people, for scripts, and alone', async () => {
    assert.match(
      (await run(['version'])).out,
      new RegExp(
        `^open-rooms ${VERSION} \\(Node ${process.versions.node}, .+\\)\n  Page .+\n  Inside .+SQLite \\d.+\n  Packages .+\n$`,
      ),
    );
    assert.match((await run(['version', '--licences'])).out, /node_modules/);
    assert.equal(JSON.parse((await run(['version', '--json'])).out).version, VERSION);
    assert.deepEqual(await run(['--version']), { code: 0, out: `${VERSION}\n`, err: '' });
  });
});

describe('a command line that cannot be used', () => {
  const cases: readonly { args: readonly string[]; sentence: string }[] = [
    {
      args: ['start', '--prot', '1'],
      sentence: `Cannot read the command line: unknown option '--prot' (Did you mean --port?); "open-rooms start --help" lists the options.`,
    },
    {
      args: ['--zzz'],
      sentence: `Cannot read the command line: unknown option '--zzz'; "open-rooms start --help" lists the options.`,
    },
    {
      args: ['strat'],
      sentence:
        'Cannot run "strat": it is no command of open-rooms; the commands are start, invite, status, members, invites, bans, aliases, mode, settings, notices, audit, keys, backup, restore, doctor, check, peer, alias, contacts, identity, sign-in, ssb-app, version.',
    },
    {
      args: ['alias'],
      sentence:
        'Cannot run "open-rooms alias": it does not say what to do; the commands are register, revoke, whois, list.',
    },
    {
      args: ['alias', 'foo'],
      sentence:
        'Cannot run "foo": it is no command of open-rooms alias; the commands are register, revoke, whois, list.',
    },
    {
      args: ['peer', 'localhost', '--strangers', 'none'],
      sentence: `Cannot read the command line: option '--strangers <SET>' argument 'none' is invalid. Allowed choices are request, accept, refuse; "open-rooms peer --help" lists the options.`,
    },
    {
      args: ['start', '--port'],
      sentence: `Cannot read the command line: option '--port <PORT>' argument missing; "open-rooms start --help" lists the options.`,
    },
    {
      args: ['start', '--port', '99999'],
      sentence: 'Cannot use "99999" for --port: a port is a whole number from 0 (any free port) to 65535.',
    },
    { args: ['invite', '--uses', '0'], sentence: 'Cannot use "0" for --uses: it is a whole number from 1.' },
    {
      args: ['invite', '--uses', '1e3'],
      sentence: 'Cannot use "1e3" for --uses: it is a whole number from 1.',
    },
  ];

  for (const { args, sentence } of cases) {
    test(`${args.join(' ')}: one sentence, exit code 2`, async () => {
      assert.deepEqual(await run(args), { code: 2, out: '', err: `${sentence}\n` });
    });
  }

  test('with --json, or its variable, is told on stdout as well', async () => {
    for (const [args, env] of [
      [['start', '--zzz', '--json'], {}],
      [['start', '--zzz'], { OPEN_ROOMS_JSON: 'true' }],
    ] as const) {
      const { code, out, err } = await run(args, { env });
      assert.equal(code, 2);
      assert.deepEqual(JSON.parse(out), {
        ready: false,
        error: { code: 'bad-usage', sentence: err.trimEnd() },
      });
    }
  });
});

describe('a failure', () => {
  test('of a command that needs a server names the folder', async () => {
    const data = join(tmpdir(), 'open-rooms-that-was-never-started');
    for (const command of ['status', 'invite']) {
      const { code, out, err } = await run([command, '--data', data, '--json']);
      assert.equal(code, 2);
      assert.match(
        err,
        /^No room server is running on data directory .+never-started: start it with "open-rooms start/,
      );
      assert.equal(JSON.parse(out).error.code, 'not-running');
    }
  });

  test('that is a refusal keeps its code', () => {
    const terminal = testTerminal();
    assert.equal(tellFailure(new Refused('not-claimed', 'Cannot invite.'), true, terminal), 2);
    assert.equal(
      terminal.printed,
      '{"ready":false,"error":{"code":"not-claimed","sentence":"Cannot invite."}}\n',
    );
    assert.equal(terminal.complained, 'Cannot invite.\n');
  });

  test('that is our fault shows its stack and exits with 1', () => {
    const terminal = testTerminal();
    assert.equal(tellFailure(new TypeError('undefined is no room'), true, terminal), 1);
    assert.equal(JSON.parse(terminal.printed).error.code, 'internal');
    assert.match(terminal.complained, /TypeError: undefined is no room\n {4}at /);
  });
});
