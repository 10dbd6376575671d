import type { TestContext } from 'node:test';
import { fromApt, HAS_APT } from './install.ts';
import { installed, isRoot } from './installed.ts';

/**
 * A program of Debian: from `PATH`, or as root from apt. Where it cannot be had, the test is skipped with the command that
 * brings it, and the answer is `undefined`; with `CI=true` it throws.
 */
export function programFromDebian(t: TestContext, name: string, from: string): string | undefined {
  const find = () => installed([name]);
  const program = find() ?? (fromApt(from) ? find() : undefined);
  if (program !== undefined) return program;
  const as = HAS_APT && !isRoot() ? ' as root' : '';
  const reason = `There is no ${name} here: run "apt-get install -y ${from}"${as}.`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  t.skip(reason);
  return undefined;
}
