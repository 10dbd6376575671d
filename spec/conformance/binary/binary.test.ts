import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { VERSION } from '../../../room-server/config/version.ts';
import { binaryMissing, openRoomsBinary } from '../../programs/binary.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startRoomProcess } from '../server-process.ts';

/** Runs the binary in an empty folder, with no variable at all. */
async function runBare(...args: string[]) {
  await using folder = await temporaryDirectory();
  const { status, stdout, stderr } = spawnSync(openRoomsBinary(), args, {
    cwd: folder.path,
    env: {},
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** The commands that `--help` lists. */
async function commands(): Promise<string[]> {
  const { stdout } = await runBare('--help');
  const [, list = ''] = /Commands:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) => name ?? []);
}

describe('the single binary', { skip: binaryMissing }, () => {
  test('tells what is inside it', async () => {
    const told = await runBare('version', '--json');
    assert.equal(told.stderr, '');
    const { version, packages, page, sqlite } = JSON.parse(told.stdout);
    assert.equal(version, VERSION);
    assert.match(page, /^[0-9a-f]{12}$/);
    assert.match(sqlite, /^3\./);
    // Of the room, of peers, of the page, of the stock stack, and what runs them.
    for (const name of ['hono', 'libp2p', 'lit', 'secret-stack', `node-${process.platform}-${process.arch}`])
      assert.match(packages[name] ?? '', /^\d/, name);
  });

  test('brings the terms of all that is inside', async () => {
    const { stdout } = await runBare('version', '--licences');
    assert.match(stdout, /^node-datachannel \S+: MPL/m);
    assert.match(stdout, /Permission is hereby granted/);
  });

  test('has every command, each with its help', async () => {
    const names = await commands();
    assert.ok(names.length > 20, names.join());
    for (const name of names.filter((each) => each !== 'help')) {
      const { status, stdout, stderr } = await runBare(name, '--help');
      assert.deepEqual([name, status, stderr], [name, 0, '']);
      assert.match(stdout, new RegExp(`^Usage: open-rooms ${name}`));
    }
  });

  test('names no folder of the machine that made it', async () => {
    const binary = openRoomsBinary();
    const found = spawnSync('grep', ['-c', '-F', '-a', `${process.cwd()}/`, binary], { encoding: 'utf8' });
    assert.equal(found.stdout.trim(), '0');
  });

  test('heeds no flags of Node that a variable brings', async () => {
    const env = { NODE_OPTIONS: '--require=/nowhere.js' };
    const said = execFileSync(openRoomsBinary(), ['--version'], { env, encoding: 'utf8' });
    assert.equal(said, `${VERSION}\n`);
  });

  test('serves the whole page', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const page = await (await fetch(`${room.ready.http}/room`)).text();
    const paths = [...page.matchAll(/(?:src|href)="(\/(?:app|assets)[^"]*)"/g)].flatMap(
      ([, path]) => path ?? [],
    );
    assert.ok(paths.some((path) => path.endsWith('.js')) && paths.some((path) => path.endsWith('.css')));
    for (const path of [...paths, '/sw.js']) {
      const answer = await fetch(`${room.ready.http}${path}`);
      assert.equal(answer.status, 200, path);
      assert.ok((await answer.arrayBuffer()).byteLength > 0, path);
    }
  });
});
