import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import type { Ready } from '../conformance/our-room.ts';
import { binaryMissing, openRoomsBinary } from '../programs/binary.ts';
import { programFromDebian } from '../programs/debian.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const DEPLOY = join(import.meta.dirname, '../../room-server/deploy/container');

/** Chosen by whoever starts the room. */
const CLAIM = 'a-word-that-nobody-guesses';

const FLAGS = [
  ...['start', '--json', '--host', '127.0.0.1', '--port', '0', '--http-port', '0'],
  ...['--whois-port', '0', '--metrics-port', '0', '--stun-port', '0'],
];

/** Images and containers, all in one folder: nothing of them is left on the machine. */
class Buildah implements AsyncDisposable {
  readonly #program: string;
  readonly #folder: string;

  constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  get flags(): readonly string[] {
    const [root, state] = [join(this.#folder, 'root'), join(this.#folder, 'state')];
    return ['--storage-driver', 'vfs', '--root', root, '--runroot', state];
  }

  /** Answers what it printed last. */
  do(...args: readonly string[]): string {
    const env = { ...process.env, BUILDAH_ISOLATION: 'chroot' };
    const printed = execFileSync(this.#program, [...this.flags, ...args], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return printed.trim().split('\n').at(-1) ?? '';
  }

  /** The command by which an engine asks how the container is. */
  healthCheck(image: string): readonly string[] {
    const format = '{{.Docker.Config.Healthcheck.Test}}';
    // `[CMD PROGRAM ARGUMENT …]`
    return this.do('inspect', '--type', 'image', '--format', format, image).slice(1, -1).split(' ');
  }

  /** Runs a command of the image beside the room that runs in it, as `docker exec` does. */
  run(container: string, ...args: readonly string[]): string {
    const run = ['run', '--isolation', 'chroot', container, '--', '/open-rooms', ...args];
    return execFileSync(this.#program, [...this.flags, ...run], { encoding: 'utf8', stdio: 'pipe' });
  }

  /** Runs the program of the image, as its user. */
  async start(container: string): Promise<AsyncDisposable & { readonly ready: Ready }> {
    const run = [
      'run',
      '--isolation',
      'chroot',
      '--env',
      `OPEN_ROOMS_CLAIM=${CLAIM}`,
      container,
      '--',
      '/open-rooms',
    ];
    const child = spawn(this.#program, [...this.flags, ...run, ...FLAGS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const lines = createInterface({ input: child.stdout });
    const [line] = await within('the room to be ready', Promise.race([once(lines, 'line'), closed]));
    const ready: Ready = JSON.parse(line);
    const end = async () => {
      process.kill(ready.pid, 'SIGTERM');
      await within('the room to stop', closed);
      assert.equal(child.exitCode, 0);
    };
    return { ready, [Symbol.asyncDispose]: end };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.do('rm', '--all');
    this.do('rmi', '--all', '--force');
  }
}

/** Builds the image as its page says, and makes a container of it. */
async function build(
  t: TestContext,
  folder: string,
): Promise<{ buildah: Buildah; container: string } | undefined> {
  const program = programFromDebian(t, 'buildah', 'buildah');
  if (program === undefined) return undefined;
  const context = join(folder, 'context');
  execFileSync(join(DEPLOY, 'context.sh'), [openRoomsBinary(), context]);
  const buildah = new Buildah(program, folder);
  const flags = ['--network=none', '--pull=never', '--format=docker', '--quiet', '--tag', 'open-rooms'];
  buildah.do('build', ...flags, context);
  return { buildah, container: buildah.do('from', '--pull-never', 'open-rooms') };
}

describe('the image', { skip: binaryMissing }, () => {
  test('holds the binary and its libraries alone, and is a room that is claimed with a word of its own', async (t) => {
    await using folder = await temporaryDirectory();
    const built = await build(t, folder.path);
    if (built === undefined) return;
    await using buildah = built.buildah;
    const mounted = buildah.do('mount', built.container);
    const files = execFileSync('find', [mounted, '-type', 'f', '-printf', '%P %U %m\n'], {
      encoding: 'utf8',
    });
    const names = files
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
      .sort();
    const libraries = names.filter((name) => /^lib(64)?\//.test(name));
    assert.ok(libraries.length >= 7, libraries.join());
    const others = names.filter((name) => !libraries.includes(name));
    assert.deepEqual(others, ['data/.keep', 'etc/nsswitch.conf', 'etc/passwd', 'open-rooms']);
    // Only the data belongs to the user, who can change nothing else.
    const owned = files
      .trim()
      .split('\n')
      .filter((line) => line.split(' ')[1] === '65532');
    assert.deepEqual(
      owned.map((line) => line.split(' ')[0]),
      ['data/.keep'],
    );
    buildah.do('umount', built.container);

    let id = '';
    {
      await using room = await buildah.start(built.container);
      ({ id } = room.ready);
      const uids = await readFile(`/proc/${room.ready.pid}/status`, 'utf8');
      assert.match(uids, /^Uid:\t65532\t/m);
      const body = JSON.stringify({ name: 'Garden', description: '', code: CLAIM });
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const claimed = await fetch(`${room.ready.http}/claim`, { method: 'POST', body, headers });
      assert.equal(claimed.status, 201);
      // What the image says of its health.
      const [, program, ...status] = buildah.healthCheck('open-rooms');
      assert.equal(program, '/open-rooms');
      assert.equal(JSON.parse(buildah.run(built.container, ...status)).name, 'Garden');
      // By a name: that is looked up by libraries, too.
      const address = room.ready.addresses[0].replace('127.0.0.1', 'localhost');
      assert.match(buildah.run(built.container, 'check', address), /The room "Garden" works/);
    }
    await using again = await buildah.start(built.container);
    assert.deepEqual([again.ready.id, again.ready.name], [id, 'Garden']);
  });

  test('is not gathered where libraries of the binary would be missing in it', async () => {
    await using folder = await temporaryDirectory();
    const foreign = join(folder.path, 'foreign');
    await writeFile(foreign, 'of another processor');
    const context = join(folder.path, 'context');
    const refused = spawnSync(join(DEPLOY, 'context.sh'), [foreign, context], { encoding: 'utf8' });
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /foreign is no program for this machine/);
    assert.ok(!existsSync(context));
  });

  test('is published as compose.yaml says, and keeps its data in a volume', async () => {
    const compose = parse(await readFile(join(DEPLOY, 'compose.yaml'), 'utf8'));
    const { 'open-rooms': service } = compose.services;
    assert.deepEqual(service.volumes, ['room:/data']);
    assert.ok('room' in compose.volumes);
    const dockerfile = await readFile(join(DEPLOY, 'Dockerfile'), 'utf8');
    const [, exposed = ''] = /^EXPOSE (.*)$/m.exec(dockerfile) ?? [];
    const published = service.ports.map((port: string) => port.split(':')[1]);
    assert.deepEqual(published, exposed.split(' '));
  });
});
