import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { soakDials } from './dials.ts';

/** A test may take this long; each of them has the machine for itself. */
const TIMEOUT_MS = 600_000;

// `npm run soak`: what has to hold for long, and takes too long for every test run.
const { dials, failures, ...times } = await soakDials();
const [p50, p90, most] = [times.p50, times.p90, times.most].map((ms) => `${Math.round(ms)} ms`);
console.log(
  `${dials} dials between two pages, ${failures.length} failed: p50 ${p50}, p90 ${p90}, most ${most}`,
);
for (const failure of failures) console.log(`  ${failure}`);
if (failures.length > 0) process.exitCode = 1;

const files = globSync('*.soak.ts', { cwd: import.meta.dirname }).map((name) =>
  join(import.meta.dirname, name),
);
const tests = run({ files: files.sort(), concurrency: 1, timeout: TIMEOUT_MS });
tests.on('test:fail', () => {
  process.exitCode = 1;
});
for await (const text of tests.compose(new spec())) process.stdout.write(text);
