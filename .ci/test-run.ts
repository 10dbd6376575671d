import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { testGroups } from './test-groups.ts';

/** What node:test counts. */
export const COUNTS = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo'] as const;
export type Counts = Record<(typeof COUNTS)[number], number>;

export interface TestRunOptions {
  /** How many processes run at once. */
  readonly concurrency: number;
  /** How many files a process runs at most, one after the other; one where it is not said. */
  readonly together?: number;
  /** Files that share a process with none. */
  readonly alone?: RegExp;
  /** A test that takes longer has failed. */
  readonly timeoutMs: number;
  /** Runs beside another one: what it prints is kept until its end, so that it stands together. */
  readonly isBeside?: boolean;
}

/** A process whose tests have ended, or were given up, has this long to close what it opened. */
const CLOSING_MS = 5_000;

/** Set where someone asks for another deadline of a file: a debugger, a test of this runner. */
const GIVEN_DEADLINE_MS = process.env['TEST_FILE_DEADLINE_MS'];

/** A file that never returns to its event loop is ended with the whole run: far longer than any run takes. */
const RUN_TIMEOUT_MS = 45 * 60_000;

/**
 * Runs test files, prints them as they end, and counts. No file is no failure. Why tests were skipped is added to
 * `skipReasons`.
 */
export async function runTests(
  files: readonly string[],
  options: TestRunOptions,
  skipReasons: Set<string>,
): Promise<Counts> {
  let counts: Counts | undefined;
  if (files.length === 0) return { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
  const groups = testGroups(files, options);
  const most = Math.max(...groups.map((group) => group.files.length));
  const events = run({
    files: groups.map(({ entry }) => entry),
    concurrency: options.concurrency,
    timeout: options.timeoutMs,
    signal: AbortSignal.timeout(RUN_TIMEOUT_MS),
    execArgv: ['--import', join(import.meta.dirname, 'deadline.ts')],
    env: {
      ...process.env,
      TEST_FILE_DEADLINE_MS: GIVEN_DEADLINE_MS ?? `${options.timeoutMs * most + CLOSING_MS}`,
    },
  });
  events.on('test:pass', ({ skip }) => {
    if (typeof skip === 'string') skipReasons.add(skip);
  });
  events.on('test:summary', (summary) => {
    if (summary.file !== undefined) return;
    const { passed: pass, tests, suites, cancelled, skipped, todo } = summary.counts;
    const fail = tests - pass - cancelled - skipped - todo;
    counts = { tests, suites, pass, fail, cancelled, skipped, todo };
  });
  const kept: string[] = [];
  try {
    for await (const text of events.compose(new spec())) {
      if (options.isBeside === true) kept.push(text);
      else process.stdout.write(text);
    }
  } finally {
    process.stdout.write(kept.join(''));
  }
  if (counts === undefined) throw new Error('Cannot count the tests: node:test ended without a summary.');
  return counts;
}
