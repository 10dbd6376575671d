import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { runChecks } from './checks.ts';
import { COUNTS, type Counts, runTests } from './test-run.ts';

/** Where tests may stand. */
const FOLDERS = ['.ci', 'protocol', 'room-server', 'client', 'spec'];

/** Real servers, clients and browsers. */
const CONFORMANCE_FOLDERS = /^spec\/(bench|browser|conformance|deploy|hostile|turn)\//;

/** Mostly wait: for silences and timers of seconds. */
const REAL_TIME = /\.realtime\.test\.ts$/;

/** Keep both cores busy by themselves: beside them nothing of another file is to be open. */
const HEAVY =
  /\/(bench|share|stage|outages|path-turn)[\w-]*\.test\.ts$|acceptance|\/shares\/|\/(pipe|crash)\.test\.ts$/;

/** A conformance test may take this long. */
const CONFORMANCE_TIMEOUT_MS = 120_000;

/** One stage runs after the other, the groups of one at the same time; one that fails stops what would follow. */
const STAGES = [
  [
    {
      name: 'Unit tests',
      holds: (file: string) => !CONFORMANCE_FOLDERS.test(file),
      concurrency: availableParallelism(),
      together: 10,
      timeoutMs: 30_000,
    },
  ],
  [
    {
      name: 'Conformance tests',
      holds: (file: string) => CONFORMANCE_FOLDERS.test(file) && !REAL_TIME.test(file),
      // Two keep two cores busy; more would stretch the time that these tests give a peer.
      concurrency: 2,
      together: 3,
      alone: HEAVY,
      timeoutMs: CONFORMANCE_TIMEOUT_MS,
    },
    {
      name: 'Conformance tests in real time',
      holds: (file: string) => CONFORMANCE_FOLDERS.test(file) && REAL_TIME.test(file),
      concurrency: 1,
      timeoutMs: CONFORMANCE_TIMEOUT_MS,
      isBeside: true,
    },
  ],
];

const startedAt = performance.now();
process.chdir(join(import.meta.dirname, '..'));
// Stripped TypeScript is kept between runs.
process.env['NODE_COMPILE_CACHE'] ??= resolve('.cache/compile');
const failure = await main(process.argv.slice(2));
if (failure !== undefined) console.error(failure);
process.exitCode = failure === undefined ? 0 : 1;

/** Runs the checks and all tests, or only the tests that `paths` name. Answers what failed. */
async function main(paths: string[]): Promise<string | undefined> {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) return `Cannot run the tests of "${missing}": there is no such file or folder.`;
  const check = paths.length === 0 ? runChecks() : undefined;
  if (check !== undefined) return `${check} failed, so no test was run.`;
  if (!has('.ci/ensure-web.mjs')) return 'The page that browsers run was not built, so no test was run.';
  const files = testFiles(paths.length === 0 ? FOLDERS : paths);
  if (files.some((file) => CONFORMANCE_FOLDERS.test(file)) && !has('spec/programs/binary.ts'))
    return 'The single binary was not built, so no test was run.';
  const total: Counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  const skipReasons = new Set<string>();
  let failure: string | undefined;
  for (const stage of STAGES) {
    const running = stage.map((group) => runTests(files.filter(group.holds), group, skipReasons));
    for (const [index, counts] of (await Promise.all(running)).entries()) {
      for (const name of COUNTS) total[name] += counts[name];
      if (counts.fail + counts.cancelled > 0) failure ??= `${stage[index]?.name} failed.`;
    }
    if (failure !== undefined) break;
  }
  for (const name of COUNTS) console.log(`# ${name} ${total[name]}`);
  console.log(`# duration_ms ${Math.round(performance.now() - startedAt)}`);
  for (const reason of skipReasons) console.log(`Skipped: ${reason}`);
  if (paths.length > 0 && total.tests === 0) return `No test stands in ${paths.join(' ')}.`;
  if (process.env['CI'] === 'true' && total.skipped + total.todo > 0) {
    return failure ?? 'With CI=true no test may be skipped or todo.';
  }
  return failure;
}

/** Builds something where its sources have changed, so that every room server of the tests has the same. */
function has(script: string): boolean {
  return spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] }).status === 0;
}

/** The test files that `paths` are or hold, from the root, with `/`. A folder that is missing holds none. */
function testFiles(paths: string[]): string[] {
  const exclude = (name: string) => name === 'node_modules';
  const found = paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return [path];
    return globSync('**/*.test.ts', { cwd: path, exclude }).map((file) => join(path, file));
  });
  return found.map((file) => relative('.', file).replaceAll('\\', '/')).sort();
}
