import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The root tsconfig.json compiles nothing by itself, so each one that does is named. */
const TYPESCRIPT_PROJECTS = [
  'protocol',
  'protocol/node',
  'protocol/web',
  'room-server',
  'client',
  'client/node',
  'client/web',
  'client/web/media',
  'client/examples/link-page',
  'client/ui',
  'client/ui/build',
  'client/ui/offline',
  'client/ui/tsconfig.tests.json',
  'spec',
  'spec/browser/pages',
  '.ci',
];

/** Each tool by its script in node_modules, so that it runs on this Node and on every platform. */
const CHECKS = [
  {
    name: 'biome check',
    script: '@biomejs/biome/bin/biome',
    arguments: ['check', '--error-on-warnings', '.'],
  },
  { name: 'tsc', script: 'typescript/bin/tsc', arguments: ['-b', ...TYPESCRIPT_PROJECTS] },
  { name: 'knip', script: 'knip/bin/knip.js', arguments: ['--no-progress', '--no-config-hints'] },
];

/** Runs format and lint, types, and dead code, in this order. Answers the name of the first that failed. */
export function runChecks(): string | undefined {
  for (const check of CHECKS) {
    const script = join(root, 'node_modules', check.script);
    const { status } = spawnSync(process.execPath, [script, ...check.arguments], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) return check.name;
  }
  return undefined;
}

if (import.meta.main) {
  const failed = runChecks();
  if (failed !== undefined) console.error(`${failed} failed.`);
  process.exitCode = failed === undefined ? 0 : 1;
}
