import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, type TestContext, test } from 'node:test';
import type { FeedId } from '@open-rooms/protocol';
import { binaryMissing, openRoomsBinary } from '../../programs/binary.ts';
import { programFromDebian } from '../../programs/debian.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { asOperator } from '../as-operator.ts';
import type { Ready } from '../our-room.ts';

/** What the page about the binary says that it needs. */
const LIBRARIES = /^(ld-linux-.*|lib(c|m|dl|pthread|stdc\+\+|gcc_s))\.so\.\d+$/;

const START = [
  ...['start', '--json', '--host', '127.0.0.1', '--port', '0', '--http-port', '0'],
  ...['--whois-port', '0', '--metrics-port', '0', '--stun-port', '0'],
];

/** Invites that are made before the power goes. */
const BEFORE = 20;

/** The libraries that the system's loader finds for a program, as `ldd` prints them. */
async function librariesOf(binary: string): Promise<[at: string, file: string][]> {
  const printed = execFileSync('ldd', [binary], { encoding: 'utf8' });
  const paths = new Set([...printed.matchAll(/(\/\S+)/g)].flatMap(([, path]) => path ?? []));
  return Promise.all([...paths].map(async (path) => [path, await realpath(path)] as [string, string]));
}

/** The command line of the binary with a file system that holds it, its libraries, and one folder that can be written. */
async function sandboxed(bwrap: string, binary: string, data: string): Promise<string[]> {
  const libraries = await librariesOf(binary);
  for (const [path] of libraries) assert.match(path.split('/').at(-1) ?? '', LIBRARIES);
  return [
    ...[bwrap, '--die-with-parent', '--unshare-user', '--unshare-ipc', '--unshare-uts', '--clearenv'],
    ...['--ro-bind', binary, '/open-rooms'],
    ...libraries.flatMap(([at, file]) => ['--ro-bind', file, at]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--remount-ro', '/tmp'],
    ...['--bind', data, '/data', '--chdir', '/', '--remount-ro', '/', '/open-rooms', ...START],
    ...['--data', '/data/room'],
  ];
}

interface Running extends AsyncDisposable {
  readonly ready: Ready;
  readonly child: ChildProcess;
  readonly closed: Promise<unknown>;
}

async function run([program = '', ...args]: readonly string[]): Promise<Running> {
  const child: ChildProcess & { stdout: Readable } = spawn(program, args, {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const line = within('the room to be ready', once(lines, 'line'));
  const [told] = await Promise.race([line, closed.then(() => assert.fail('the room has ended'))]);
  const end = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  return { ready: JSON.parse(told), child, closed, [Symbol.asyncDispose]: end };
}

/** With `CI=true` nothing may be missing. */
function isMissing(t: TestContext, reason: string): void {
  if (process.env['CI'] === 'true') assert.fail(reason);
  t.skip(reason);
}

function inSandbox(name: string, act: (start: () => Promise<Running>, data: string) => Promise<void>): void {
  test(name, async (t: TestContext) => {
    const bwrap = programFromDebian(t, 'bwrap', 'bubblewrap');
    if (bwrap === undefined) return;
    const works = spawnSync(bwrap, ['--ro-bind', '/', '/', 'true'], { stdio: 'ignore' }).status === 0;
    if (!works) return isMissing(t, 'no sandbox can be made here');
    await using folder = await temporaryDirectory();
    const command = await sandboxed(bwrap, openRoomsBinary(), folder.path);
    await act(() => run(command), join(folder.path, 'room'));
  });
}

describe('the binary, with its libraries and nothing else, on a file system that cannot be written', {
  skip: binaryMissing,
}, () => {
  inSandbox('is a room, and ends well', async (start) => {
    await using room = await start();
    assert.equal((await fetch(room.ready.http)).status, 200);
    assert.equal((await fetch(room.ready.metrics)).status, 200);
    process.kill(room.ready.pid, 'SIGTERM');
    assert.deepEqual(await room.closed, [0, null]);
  });

  inSandbox('loses nothing that it said it has, when it is killed while it writes', async (start, data) => {
    const made: FeedId[] = [];
    {
      await using room = await start();
      const enough = Promise.withResolvers<void>();
      const writing = asOperator({ data }, async (remote) => {
        for (;;) {
          made.push((await remote['invites.create']({ note: `${made.length}` })).id);
          if (made.length === BEFORE) enough.resolve();
        }
      });
      await Promise.race([enough.promise, writing]);
      process.kill(room.ready.pid, 'SIGKILL');
      await assert.rejects(writing);
      await room.closed;
    }
    await using _again = await start();
    const kept = await asOperator({ data }, (remote) => remote['invites.list']({}));
    const ids = new Set(kept.map(({ id }) => id));
    assert.deepEqual(
      made.filter((id) => !ids.has(id)),
      [],
    );
  });
});

/** The command line of a shell in which the temporary folders, `$1` and the system's, run no program. */
function withNoexec(script: string, place: string): readonly string[] {
  const mounts = 'for folder in "$1" /dev/shm; do mount -t tmpfs -o noexec none "$folder"; done; cd "$1"';
  return [
    'unshare',
    '--map-root-user',
    '--mount',
    'sh',
    '-ec',
    `${mounts}; ${script}`,
    'sh',
    join(place, 'tmp'),
  ];
}

function withMounts(name: string, act: () => Promise<void>): void {
  test(name, async (t: TestContext) => {
    const mayMount = spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0;
    if (!mayMount) return isMissing(t, 'no file system can be mounted here');
    await act();
  });
}

describe('the binary where temporary folders run no program', { skip: binaryMissing }, () => {
  withMounts('loads its addons in the folder that is named, and leaves nothing there', async () => {
    await using folder = await temporaryDirectory();
    const { path: place } = folder;
    for (const name of ['tmp', 'run']) await mkdir(join(place, name));
    const start = `shift; exec env -i TMPDIR=${place}/tmp RUNTIME_DIRECTORY=${place}/run "$@" --data ${place}/room`;
    await using room = await run([...withNoexec(start, place), openRoomsBinary(), ...START]);
    assert.equal((await fetch(room.ready.http)).status, 200);
    assert.deepEqual(await readdir(join(place, 'run')), []);
  });

  withMounts('says what to do where there is no folder for them', async () => {
    await using folder = await temporaryDirectory();
    const { path: place } = folder;
    for (const name of ['tmp', 'alone']) await mkdir(join(place, name));
    // The folder of the binary is the last that is tried: there it stands alone, and cannot write. With `bind`, since
    // the options of the file system itself name an owner that an ordinary user's namespace does not know.
    const alone = `mount -t tmpfs none ${place}/alone; cp "$2" ${place}/alone/open-rooms; mount -o remount,bind,ro ${place}/alone`;
    const start = `${alone}; exec env -i TMPDIR=${place}/tmp ${place}/alone/open-rooms start --data ${place}/room`;
    const [program = '', ...args] = [...withNoexec(start, place), openRoomsBinary()];
    const { stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
    assert.match(stderr, /no directory lets it run a file[\s\S]*RUNTIME_DIRECTORY/);
    assert.equal(status, 1);
  });
});
