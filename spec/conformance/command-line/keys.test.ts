import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attend } from '../../../room-server/cli/peer/attend.ts';
import { type TestTerminal, testTerminal } from '../../../room-server/cli/test-terminal.ts';
import { readConfig } from '../../../room-server/config/read-config.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';
import { letIn } from './let-in.ts';
import { shown } from './shown.ts';

const { networkKey } = readConfig({ flags: {}, env: {} });

/** Bob sits at a terminal. */
async function bobAt(
  room: OurRoom,
  home: string,
): Promise<{ terminal: TestTerminal; leaves(): Promise<number> }> {
  const terminal = testTerminal({ isTTY: true, columns: 80, env: { OPEN_ROOMS_HOME: home } });
  await letIn(room, home, 'bob');
  const wish = {
    where: hostOf(room),
    alias: 'bob',
    as: 'bob',
    networkKey,
    strangers: 'request',
    json: false,
  } as const;
  const ended = attend(wish, terminal);
  await shown(terminal, / leads to you\n/);
  return {
    terminal,
    leaves: () => {
      terminal.signal('SIGINT');
      return ended;
    },
  };
}

describe('a request on a terminal', () => {
  test('is answered by a word behind a slash: accepted, and the rest arrives', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    const bob = await bobAt(room, home.path);
    const sending = { home: home.path, input: 'one\n', keepsInput: true };
    await using alice = new Command(['peer', host, '--pipe', `@bob@${host}`, '--name', 'n.txt'], sending);
    await shown(
      bob.terminal,
      /asks +@\S+=\.ed25519\n {19}to send you something \(n\.txt\):\n {21}one\n {19}\/accept {3}\/follow {3}\/refuse {3}\/block {3}@\S{8}…\n/,
    );
    bob.terminal.type('/x');
    await shown(bob.terminal, /nothing to \/x now/);
    bob.terminal.type('/a');
    await shown(bob.terminal, /accepted +@\S+\n/);
    alice.write('two\n');
    await shown(bob.terminal, /says +@\S{8}…: one\n[^\n]*says +@\S{8}…: two\n/);
    alice.endInput();
    assert.equal(await alice.ends(), 0);
    assert.equal(await bob.leaves(), 0);
    assert.equal(bob.terminal.asking, 0, 'lines are the shell’s again');
  });

  test('refused; blocked; and followed, after all of it was shown', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    const bob = await bobAt(room, home.path);
    const open = { home: home.path, input: 'psst\n', keepsInput: true };
    const to = ['--pipe', `@bob@${host}`];
    {
      await using alice = new Command(['peer', host, '--as', 'alice', ...to], open);
      await shown(bob.terminal, /\/block/);
      bob.terminal.type('/refuse');
      assert.equal(await alice.ends(), 1);
      assert.match(alice.stderr, /refused: they do not want it\.\n$/);
    }
    {
      await using mallory = new Command(['peer', host, '--as', 'mallory', ...to], open);
      await shown(bob.terminal, /refused[\s\S]*\/block/);
      bob.terminal.type('/block');
      assert.equal(await mallory.ends(), 1);
      await shown(bob.terminal, /blocked +@/);
    }
    const carol = await ran(['peer', host, '--as', 'carol', ...to], { home: home.path, input: 'hello\n' });
    assert.equal(carol.code, 0);
    await shown(bob.terminal, /blocked[\s\S]*hello\n[\s\S]*\/block/);
    bob.terminal.type('/f');
    await shown(bob.terminal, /followed +@/);
    assert.equal(await bob.leaves(), 0);
    const book = JSON.parse((await ran(['contacts', '--as', 'bob', '--json'], { home: home.path })).out);
    assert.deepEqual(
      book.map(({ relation, reach }: { relation: string; reach: unknown[] }) => [relation, reach.length]),
      [
        ['blocked', 0],
        ['followed', 1],
      ],
    );
  });
});
