import { soakDials } from './dials.ts';

// `npm run soak`: what has to hold for long, and takes too long for every test run.
const { dials, failures, ...times } = await soakDials();
const [p50, p90, most] = [times.p50, times.p90, times.most].map((ms) => `${Math.round(ms)} ms`);
console.log(
  `${dials} dials between two pages, ${failures.length} failed: p50 ${p50}, p90 ${p90}, most ${most}`,
);
for (const failure of failures) console.log(`  ${failure}`);
if (failures.length > 0) process.exitCode = 1;
