import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { Command, type CommandOptions, hostOf, ran } from './command.ts';
import { letIn } from './let-in.ts';

/** What Node loads first where there shall be no WebRTC. */
const NO_WEBRTC = new URL('no-webrtc.mjs', import.meta.url).href;

const NO_LINKS = /No direct connections from here, all goes through the room: .*node-datachannel/;

/** A room in which Bob is, and the host that leads there. */
async function withBob(flags: readonly string[], options: Partial<CommandOptions> = {}) {
  await using made = new AsyncDisposableStack();
  const room = made.use(await startOurRoom({ name: 'Garden' }));
  const host = hostOf(room);
  const home = made.use(await temporaryDirectory()).path;
  await letIn(room, home, 'bob');
  const args = ['peer', host, '--as', 'bob', '--alias', 'bob', ...flags];
  const bob = made.use(new Command(args, { home, keepsInput: true, ...options }));
  await bob.prints(/ leads to you\n|"event":"alias"/);
  const all = made.move();
  return { host, home, bob, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

describe('direct connections of the command line', () => {
  test('each side is told which way the other is reached, as lines and as objects', async () => {
    await using place = await withBob(['--json']);
    const { host, home, bob } = place;
    await using alice = new Command(['peer', host, '--as', 'alice'], { home });
    await alice.prints(/ link +to @.*: direct, encrypted, [\d.]+ ms\n/);
    const [line] = await bob.prints(/^.*"event":"link".*"path":"direct".*$/m);
    const { state, encrypted, roundTripMs, id } = JSON.parse(line);
    assert.deepEqual([state, encrypted, typeof roundTripMs], ['open', true, 'number']);
    assert.match(alice.stdout, new RegExp(id.replaceAll('+', '\\+')));
    alice.signal('SIGTERM');
    assert.equal(await alice.ends(), 0);
    await bob.prints(/"event":"link","state":"lost"/);
  });

  test('--measure says how far somebody is, and what the path carries', async () => {
    await using place = await withBob(['--strangers', 'accept']);
    const { host, home } = place;
    const args = ['peer', host, '--as', 'alice', '--measure', `@bob@${host}`];
    const lines = await ran(args, { home });
    assert.equal(lines.code, 0, lines.err);
    assert.match(
      lines.out,
      /^path +direct, encrypted\nround trip +[\d.]+ ms\nto them +.*B\/s\nfrom them +.*B\/s\nset-up +tunnel .*\n$/,
    );
    const forced = await ran([...args, '--through-room', '--json'], { home });
    const measured = JSON.parse(forced.out.trim().split('\n').at(-1) ?? '');
    assert.deepEqual([measured.event, measured.path, measured.encrypted], ['measured', 'room', true]);
    for (const figure of ['roundTripMs', 'toThem', 'fromThem', 'tunnelMs', 'linkMs'])
      assert.ok(measured[figure] > 0, figure);
  });

  test('a stranger measures how far somebody is, and no more', async () => {
    await using place = await withBob([]);
    const { host, home } = place;
    const { code, out } = await ran(['peer', host, '--as', 'alice', '--measure', `@bob@${host}`, '--json'], {
      home,
    });
    const measured = JSON.parse(out.trim().split('\n').at(-1) ?? '');
    assert.deepEqual([code, measured.toThem, measured.fromThem, measured.linkMs], [0, null, null, null]);
    assert.ok(measured.roundTripMs > 0);
    assert.match(measured.sentence, /only people measure whom they know/);
  });

  test('without the native module everything goes through the room, and a sentence says so', async () => {
    await using place = await withBob(['--strangers', 'accept']);
    const { host, home, bob } = place;
    const args = ['peer', host, '--as', 'alice', '--pipe', `@bob@${host}`, '--progress'];
    const sent = await ran(args, { home, input: 'hello\n', preload: NO_WEBRTC });
    assert.equal(sent.code, 0, sent.err);
    assert.match(sent.err, NO_LINKS);
    assert.match(sent.err, /\nthrough the room, encrypted\n/);
    await bob.prints(/ says +@.*: hello\n/);
  });

  test('somebody who has it reaches somebody who has not', async () => {
    await using place = await withBob(['--strangers', 'accept'], { preload: NO_WEBRTC });
    const { host, home, bob } = place;
    const args = ['peer', host, '--as', 'alice', '--pipe', `@bob@${host}`, '--progress'];
    const sent = await ran(args, { home, input: 'hello\n' });
    assert.equal(sent.code, 0, sent.err);
    assert.match(sent.err, /\nthrough the room, encrypted\n/);
    assert.match(bob.stderr, NO_LINKS);
    await bob.prints(/ says +@.*: hello\n/);
  });
});
