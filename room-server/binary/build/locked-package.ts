import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '../../..');

/** Where packages of other platforms are kept. */
const CACHE = join(ROOT, '.cache/packages');

const lockSchema = v.object({
  packages: v.record(
    v.string(),
    v.looseObject({ version: v.optional(v.string()), integrity: v.optional(v.string()) }),
  ),
});

/**
 * The folder of a package in the version that `package-lock.json` names. npm installs those of the own platform alone;
 * another one is fetched, and compared with the lockfile.
 *
 * @param path what follows `node_modules/` in the lockfile.
 */
export function lockedPackage(path: string): string {
  const installed = join(ROOT, 'node_modules', path);
  if (existsSync(installed)) return installed;
  const lock = v.parse(lockSchema, JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const { version, integrity } = lock.packages[`node_modules/${path}`] ?? {};
  if (version === undefined || integrity === undefined) {
    throw new Error(`Cannot fetch ${path}: package-lock.json does not name it.`);
  }
  const folder = join(CACHE, `${path.replaceAll('/', '+')}-${version}`);
  if (!existsSync(folder)) fetchPackage(`${path}@${version}`, integrity, folder);
  return join(folder, 'package');
}

function fetchPackage(spec: string, integrity: string, folder: string): void {
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    const pack = ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', fresh];
    const file = execFileSync('npm', pack, { encoding: 'utf8', cwd: fresh }).trim();
    const archive = join(fresh, file);
    const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (digest !== integrity) {
      throw new Error(`Cannot use ${spec}: what npm fetched is not what package-lock.json names.`);
    }
    execFileSync('tar', ['-xzf', archive, '-C', fresh]);
    rmSync(archive);
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
