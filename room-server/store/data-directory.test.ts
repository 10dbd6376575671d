import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { after, describe, test } from 'node:test';
import { openDataDirectory } from './data-directory.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-data-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newPath(): string {
  return join(folder, `data-${made++}`);
}

const MODES = process.platform !== 'win32';

describe('a data directory', () => {
  test('is made, with its parents, for its own account only', async () => {
    const path = join(newPath(), 'deep', 'er');
    await using directory = await openDataDirectory(path);
    assert.equal(directory.path, path);
    assert.deepEqual(directory.warnings, []);
    if (MODES) assert.equal((await stat(path)).mode & 0o777, 0o700);
    if (MODES) assert.equal((await stat(join(path, 'lock'))).mode & 0o777, 0o600);
  });

  test('may be named relative to the working directory', async () => {
    const path = newPath();
    await using directory = await openDataDirectory(relative(process.cwd(), path));
    assert.equal(directory.path, path);
    assert.ok(isAbsolute(directory.databaseFile) && isAbsolute(directory.secretFile));
  });

  test('that is there keeps its mode', async () => {
    const path = newPath();
    await mkdir(path);
    if (MODES) await chmod(path, 0o755);
    await using directory = await openDataDirectory(path);
    assert.deepEqual(directory.warnings, []);
    if (MODES) assert.equal((await stat(path)).mode & 0o777, 0o755);
  });

  test('that everyone may write to is used with a warning that says what to do', async () => {
    const path = newPath();
    await mkdir(path);
    await chmod(path, 0o777);
    await using directory = await openDataDirectory(path);
    const [warning, ...more] = directory.warnings;
    assert.deepEqual(more, []);
    if (MODES) assert.ok(warning?.endsWith(`chmod o-w "${path}"`), warning);
  });

  test('holds one file of no bytes until something is kept', async () => {
    const path = newPath();
    await using directory = await openDataDirectory(path);
    assert.deepEqual(await readdir(directory.path), ['lock']);
    assert.equal((await stat(join(path, 'lock'))).size, 0);
  });
});

describe('a data directory that cannot be used', () => {
  test('is refused when it is a file, or in one', async () => {
    const path = newPath();
    await writeFile(path, '');
    for (const bad of [path, join(path, 'below')]) {
      await assert.rejects(openDataDirectory(bad), (error: Error & { code: string }) => {
        assert.equal(error.code, 'data-unwritable');
        assert.ok(error.message.includes(bad) && error.message.includes('--data'), error.message);
        return true;
      });
    }
  });

  test('is refused when the lock cannot be made', async () => {
    const path = newPath();
    await mkdir(join(path, 'lock'), { recursive: true });
    await assert.rejects(openDataDirectory(path), { code: 'data-unwritable' });
  });

  test('is refused when the lock is a file of something else', async () => {
    const path = newPath();
    await mkdir(path);
    await writeFile(join(path, 'lock'), 'package manager lock file\n'.repeat(100));
    await assert.rejects(openDataDirectory(path), { code: 'data-damaged', message: /delete that file/ });
  });
});

describe('the lock', () => {
  test('keeps a second one out until it is released, and may be released twice', async () => {
    const path = newPath();
    const first = await openDataDirectory(path);
    await assert.rejects(openDataDirectory(path), {
      name: 'DataDirectoryError',
      code: 'data-in-use',
      message: `The data directory ${path} is in use by another process. Stop that one, or give this one a directory of its own with --data.`,
    });
    await first[Symbol.asyncDispose]();
    await using second = await openDataDirectory(path);
    await first[Symbol.asyncDispose]();
    await assert.rejects(openDataDirectory(second.path), { code: 'data-in-use' });
  });

  test('of another process keeps this one out, and goes with kill -9', async () => {
    const path = newPath();
    const module = new URL('data-directory.ts', import.meta.url).href;
    const program = `
      const { openDataDirectory } = await import(process.argv[1]);
      globalThis.held = await openDataDirectory(process.argv[2]);
      process.stdout.write('held');
      process.stdin.resume();
    `;
    const args = ['--input-type=module', '-e', program, module, path];
    const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await assert.rejects(openDataDirectory(path), { code: 'data-in-use' });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await using directory = await openDataDirectory(path);
    assert.equal(directory.path, path);
  });
});
