import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

/** Stands for the build: makes one file in the folder that it is given. */
const BUILD = `
import { mkdirSync, writeFileSync } from 'node:fs';
console.log('building');
const folder = process.argv[2] as string;
mkdirSync(folder);
if (process.env['BUILD_FAILS']) process.exit(1);
writeFileSync(folder + '/main.js', 'built');
`;

describe('ensure-web', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'open-rooms-web-'));
    mkdirSync(join(folder, '.ci'));
    cpSync(join(import.meta.dirname, 'ensure-web.mjs'), join(folder, '.ci/ensure-web.mjs'));
    write('package.json', '{"type":"module"}');
    write('package-lock.json', '{}');
    write('client/ui/build/build.ts', BUILD);
    write('client/ui/main.ts', 'hello');
    write('protocol/index.ts', 'hello');
    // npm runs tests with the Node that it brought; whoever runs one without npm has another in the path.
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    if (process.platform !== 'win32') symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('builds where there is no build, and prints on stderr only', () => {
    const run = ensure();
    assert.equal(run.status, 0, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, /^Building the room's page .*…\nbuilding\n$/);
    assert.deepEqual(readdirSync(join(folder, 'client/ui/dist')).sort(), ['.sources', 'main.js']);
  });

  test('says nothing where it was built from these sources', () => {
    ensure();
    assert.deepEqual(ensure(), { status: 0, stdout: '', stderr: '' });
  });

  test('builds again where a source, or a package, is another', () => {
    for (const path of ['client/ui/main.ts', 'client/ui/new.css', 'protocol/index.ts', 'package-lock.json']) {
      ensure();
      write(path, 'changed');
      assert.match(ensure().stderr, /building/, path);
    }
    rmSync(join(folder, 'client/ui/new.css'));
    assert.match(ensure().stderr, /building/);
    assert.deepEqual(readdirSync(join(folder, 'client/ui')).sort(), ['build', 'dist', 'main.ts']);
  });

  test('does not for tests, and for what only Node runs', () => {
    ensure();
    for (const path of ['client/ui/main.test.ts', 'client/node/index.ts', 'protocol/a.suite.ts']) {
      write(path, 'new');
    }
    assert.equal(ensure().stderr, '');
  });

  test('one sentence where the build fails, and the last build stays', () => {
    ensure();
    write('client/ui/main.ts', 'broken');
    const run = ensure({ BUILD_FAILS: '1' });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /Cannot build the room's page, for the reason above: .*\.\n$/);
    assert.deepEqual(readdirSync(join(folder, 'client/ui')).sort(), ['build', 'dist', 'main.ts']);
    assert.ok(existsSync(join(folder, 'client/ui/dist/main.js')));
    assert.match(ensure().stderr, /building/);
  });

  function ensure(environment: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, '.ci/ensure-web.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    return { status, stdout, stderr };
  }

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
