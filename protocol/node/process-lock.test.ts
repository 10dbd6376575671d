import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { takeProcessLock } from './process-lock.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-lock-'));
after(() => rm(folder, { recursive: true }));

describe('a process lock', () => {
  test('is held by one, until it is given back', async () => {
    const path = join(folder, 'lock');
    const first = takeProcessLock(path);
    assert.ok(first);
    assert.equal(takeProcessLock(path), undefined);
    first[Symbol.dispose]();
    using second = takeProcessLock(path);
    first[Symbol.dispose]();
    assert.ok(second);
    assert.equal(takeProcessLock(path), undefined, 'giving back twice takes nothing from the next');
    const { size, mode } = await stat(path);
    assert.equal(size, 0);
    if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600);
  });

  test('throws where the file cannot be made, or is something else', async () => {
    assert.throws(() => takeProcessLock(join(folder, 'none', 'lock')), { code: 'ERR_SQLITE_ERROR' });
    const path = join(folder, 'other');
    await writeFile(path, 'package manager lock file\n'.repeat(100));
    assert.throws(() => takeProcessLock(path), { code: 'ERR_SQLITE_ERROR' });
  });
});
