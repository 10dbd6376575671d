// Runs before start, test, check and bench: brings the dependencies, and with them Node 24, where they are missing or
// older than the lockfile. Plain JavaScript, because it must run on whatever Node the machine has (20 or newer).
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** TypeScript without a build, `using` and node:sqlite need it. */
const OLDEST_NODE = 24;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const platform = `${process.platform}-${process.arch}`;

if (isStale()) install();
checkNode();

/** npm writes `.package-lock.json` as the last step of an installation. */
function isStale() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return (
    !existsSync(installed) || statSync(join(root, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs
  );
}

/** Everything goes to stderr: the standard output belongs to the script that comes after. */
function install() {
  const npm = process.env.npm_execpath;
  if (npm === undefined) fail('Cannot find npm to install the dependencies: run "npm ci", then this again.');
  process.stderr.write('Installing the dependencies (once, about a minute) …\n');
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync(process.execPath, [npm, 'ci', ...flags, '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    fail(
      'Cannot install the dependencies: npm ci failed for the reason above; mend it, then run the command again.',
    );
  }
}

/** Asks the shell, as npm does, which Node the scripts will find. */
function checkNode() {
  const bin = join(root, 'node_modules', '.bin');
  const found = spawnSync('node --version', {
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  const version = found.status === 0 ? found.stdout.trim() : 'none that runs';
  if (Number(/^v(\d+)\./.exec(version)?.[1]) >= OLDEST_NODE) return;
  const packaged = existsSync(join(bin, 'node'))
    ? `the one that npm brought for ${platform} does not run here: install Node ${OLDEST_NODE} and delete node_modules/.bin/node`
    : `npm has no Node ${OLDEST_NODE} for ${platform}: install it from https://nodejs.org`;
  fail(
    `Open Rooms needs Node ${OLDEST_NODE} or newer, found ${version}, and ${packaged}, then run the command again.`,
  );
}

/** @returns {never} */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
