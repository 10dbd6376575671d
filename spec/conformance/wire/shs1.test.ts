import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { shs1Test } from './packages.ts';

const PROGRAM = fileURLToPath(new URL('shs1-program.ts', import.meta.url));

/** The same good and bad handshakes at every run. */
const SEED = 'open-rooms';

for (const role of ['server', 'client'] as const) {
  test(`shs1-test 1.1.1 finds no fault in our ${role}`, async () => {
    const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [shs1Test(role), PROGRAM, SEED], {
      env,
    });
    assert.equal(stderr, '');
    assert.match(stdout, /passed/i);
  });
}
