import { spawnSync } from 'node:child_process';
import { fromApt } from './install.ts';
import { installed } from './installed.ts';

const PROGRAM = 'bwrap';

/** Runs programs with a file system of their own. `undefined` where there is none, or it may not do so here. */
export function bubblewrap(): string | undefined {
  const find = () => installed([PROGRAM]);
  const program = find() ?? (fromApt('bubblewrap') ? find() : undefined);
  if (program === undefined) return undefined;
  const works = spawnSync(program, ['--ro-bind', '/', '/', 'true'], { stdio: 'ignore' }).status === 0;
  return works ? program : undefined;
}
