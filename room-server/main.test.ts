import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, 'main.mjs');

describe('the program', () => {
  test('prints its help', async () => {
    const { stdout, stderr } = await run(process.execPath, [MAIN, '--help']);
    assert.match(stdout, /^Usage: open-rooms /);
    assert.equal(stderr, '');
  });

  test('exits with 2, one sentence and one line of JSON where a flag is unknown', async () => {
    const failed = run(process.execPath, [MAIN, 'start', '--unknown', '--json']);
    await assert.rejects(failed, (error: Error & { code?: number; stdout?: string; stderr?: string }) => {
      assert.equal(error.code, 2);
      assert.equal(error.stdout?.split('\n').length, 2);
      assert.deepEqual(JSON.parse(error.stdout ?? ''), {
        ready: false,
        error: { code: 'bad-usage', sentence: error.stderr?.trimEnd() },
      });
      return true;
    });
  });
});
