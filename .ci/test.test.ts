import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

/** Bodies of test files. */
const PASSING = "test('a', () => {}); test('b', () => {});";
const FAILING = "test('a', () => { throw new Error('as it should'); });";
const SKIPPING = "test.skip('a', () => {});";
const EXITING = 'process.exit(3);';
const LEAKING = "test('a', () => { setInterval(() => {}, 1000); });";

describe('npm test -- FILE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-rooms-test-'));
  after(() => rmSync(folder, { recursive: true }));

  test('counts what passed', () => {
    const run = runs(PASSING);
    assert.equal(run.status, 0);
    assert.match(
      run.stdout,
      /# tests 2\n# suites 0\n# pass 2\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n# duration_ms \d+\n$/,
    );
  });

  test('fails with a test that fails', () => {
    const run = runs(FAILING);
    assert.equal(run.status, 1);
    assert.match(run.stdout, /as it should[\s\S]*# fail 1\n/);
  });

  test('fails with a file that ends early', () => assert.equal(runs(EXITING).status, 1));

  test('fails with a file that leaves something open', () => {
    const run = runs(LEAKING, { TEST_FILE_DEADLINE_MS: '500' });
    assert.equal(run.status, 1);
    assert.match(run.stdout, /sample\.test\.ts does not end: /);
  });

  test('gives each of the groups that run together a deadline of its own', () => {
    const deadlines = ['11000', '12000'].map((ms) => {
      const file = join(folder, `deadline-${ms}.test.ts`);
      const body = `import assert from 'node:assert';\nimport { test } from 'node:test';\n`;
      writeFileSync(
        file,
        `${body}test('a', () => assert.equal(process.env.TEST_FILE_DEADLINE_MS, '${ms}'));\n`,
      );
      return `runTests(['${file}'], { concurrency: 1, timeoutMs: ${Number(ms) - 5000} }, new Set())`;
    });
    const program = join(folder, 'groups.ts');
    writeFileSync(
      program,
      `import { runTests } from '${import.meta.resolve('./test-run.ts')}';
      const groups = await Promise.all([${deadlines}]);
      process.exitCode = groups.every(({ pass }) => pass === 1) ? 0 : 1;`,
    );
    const run = runNode([program], {});
    assert.equal(run.status, 0, run.stdout + run.stderr);
  });

  test('fails with a skipped test under CI=true only', () => {
    assert.equal(runs(SKIPPING).status, 0);
    const run = runs(SKIPPING, { CI: 'true' });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /With CI=true no test may be skipped or todo\./);
  });

  test('fails where there is no such file', () => {
    const run = runTest(join(folder, 'absent.test.ts'), {});
    assert.equal(run.status, 1);
    assert.match(run.stderr, /absent\.test\.ts": there is no such file or folder\./);
  });

  function runs(body: string, environment: NodeJS.ProcessEnv = {}) {
    const file = join(folder, 'sample.test.ts');
    writeFileSync(file, `import { test } from 'node:test';\n${body}\n`);
    return runTest(file, environment);
  }
});

function runTest(file: string, environment: NodeJS.ProcessEnv) {
  return runNode([join(import.meta.dirname, 'test.ts'), file], environment);
}

function runNode(args: readonly string[], environment: NodeJS.ProcessEnv) {
  // A test runner inside a test reports to the outer one unless told otherwise.
  const env = {
    ...process.env,
    NODE_TEST_CONTEXT: undefined,
    CI: undefined,
    TEST_FILE_DEADLINE_MS: undefined,
  };
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...env, ...environment },
  });
}
