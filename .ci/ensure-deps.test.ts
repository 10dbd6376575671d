import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

/** Stands for npm: says how it was called, and installs only its own list, as `npm ci` does last. */
const NPM = `
const { mkdirSync, writeFileSync } = require('node:fs');
console.log(process.argv.slice(2).join(' '));
if (process.env.NPM_FAILS) process.exit(1);
mkdirSync('node_modules', { recursive: true });
writeFileSync('node_modules/.package-lock.json', '{}');
`;

describe('ensure-deps', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'open-rooms-deps-'));
    mkdirSync(join(folder, '.ci'));
    cpSync(join(import.meta.dirname, 'ensure-deps.mjs'), join(folder, '.ci/ensure-deps.mjs'));
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    writeFileSync(join(folder, 'npm.cjs'), NPM);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('installs where nothing is installed, and prints on stderr only', () => {
    const run = ensure();
    assert.equal(run.status, 0);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /^ci --include=dev --include=optional --ignore-scripts /m);
  });

  test('says nothing where all is installed', () => {
    ensure();
    assert.deepEqual(ensure(), { status: 0, stdout: '', stderr: '' });
  });

  test('installs again where the lockfile is newer', () => {
    ensure();
    const later = Date.now() / 1000 + 10;
    utimesSync(join(folder, 'package-lock.json'), later, later);
    assert.match(ensure().stderr, /^ci /m);
  });

  test('one sentence where npm fails', () => {
    const run = ensure({ NPM_FAILS: '1' });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /Cannot install the dependencies: npm ci failed .*\.\n$/);
  });

  // The stand-ins for Node are shell scripts.
  if (process.platform !== 'win32') {
    test('one sentence where the Node that scripts find is too old', () => {
      ensure();
      brings('echo v20.20.2');
      const run = ensure();
      assert.equal(run.status, 1);
      assert.match(
        run.stderr,
        /^Open Rooms needs Node 24 or newer, found v20\.20\.2, .* run the command again\.\n$/,
      );
    });

    test('one sentence where the Node that npm brought does not run', () => {
      ensure();
      brings('exit 127');
      const run = ensure();
      assert.equal(run.status, 1);
      assert.match(
        run.stderr,
        /^Open Rooms needs Node 24 or newer, found none that runs, .* does not run here.*\.\n$/,
      );
    });

    test('one sentence where npm has no Node for the platform', () => {
      ensure();
      const old = join(folder, 'old/node');
      script(old, 'echo v20.20.2');
      const run = ensure({ PATH: `${dirname(old)}:${process.env['PATH']}` });
      assert.equal(run.status, 1);
      assert.match(run.stderr, /npm has no Node 24 for \w+-\w+: install it from https:\/\/nodejs\.org/);
    });
  }

  function ensure(environment: NodeJS.ProcessEnv = {}): {
    status: number | null;
    stdout: string;
    stderr: string;
  } {
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs'), ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, '.ci/ensure-deps.mjs')], {
      encoding: 'utf8',
      env,
    });
    return { status, stdout, stderr };
  }

  function brings(body: string): void {
    script(join(folder, 'node_modules/.bin/node'), body);
  }
});

function script(path: string, body: string): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}
