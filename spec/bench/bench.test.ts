import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('run.ts', import.meta.url));

test('prints one object a case, with both ratios', async () => {
  const { stdout } = await run(process.execPath, [
    ...[PROGRAM, 'forward', 'start-sources', '--quick', '--json', '--turns', '1'],
  ]);
  const results: Record<string, unknown>[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const result of results) {
    for (const name of ['case', 'unit', 'ours', 'peer', 'floor', 'ratioToPeer', 'ratioToFloor', 'runs']) {
      assert.ok(name in result, `has ${name}`);
    }
  }
  assert.deepEqual(
    results.map((result) => result['case']),
    ['forward', 'forward-client', 'start-sources'],
  );
});

test('refuses a case that it does not know, with a sentence', async () => {
  await assert.rejects(run(process.execPath, [PROGRAM, 'fastest']), { code: 2, stderr: /fastest/ });
});
