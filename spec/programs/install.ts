import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable, isRoot } from './installed.ts';

const APT_GET = '/usr/bin/apt-get';
const LOCK_FOLDER = join(import.meta.dirname, '../../.cache');

/** What keeps apt from waiting long where there is no network. */
const APT_OPTIONS = ['-q', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/** Whether programs come from apt here. */
export const HAS_APT = isExecutable(APT_GET);

/** Installs Debian packages, as root. Test files that want some at the same time wait for one another. */
export function fromApt(...packages: readonly string[]): boolean {
  if (!isRoot() || !HAS_APT) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  mkdirSync(LOCK_FOLDER, { recursive: true });
  const apt = (...args: string[]) => install('flock', [join(LOCK_FOLDER, 'apt.lock'), APT_GET, ...args], env);
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  return apt('update', ...APT_OPTIONS) && apt('install', '-y', ...APT_OPTIONS, ...lock, ...packages);
}

/** Runs a command that installs something, with its output on stderr. Answers whether it did. */
export function install(command: string, args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  process.stderr.write(`Not here yet: ${command} ${args.join(' ')}\n`);
  return spawnSync(command, args, { env, stdio: ['ignore', 2, 2] }).status === 0;
}
