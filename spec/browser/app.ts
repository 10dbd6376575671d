import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { BLOCKED_WORKER, type OpenPage } from './in-browser.ts';

/** The folder that screenshots are put into; none are taken where it is not set. */
const SHOTS = process.env['OPEN_ROOMS_SHOTS'];

/** How every screen is looked at: desktop and phone, light and dark. */
export const LOOKS: readonly BrowserContextOptions[] = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    viewport: { width, height: 800 },
    colorScheme,
    locale: 'en-GB',
  })),
);

/** What a look is called in names of tests and files: `390-dark`. */
function nameOf({ viewport, colorScheme }: BrowserContextOptions): string {
  return `${viewport?.width ?? 'wide'}-${colorScheme ?? 'light'}`;
}

/** A tab of a person, with what went wrong in it. */
export interface Tab {
  readonly page: Page;
  /** What the console said that no page of ours should: errors, breaches of the policy, faults. */
  readonly complaints: readonly string[];
  /** Every origin that was asked for something. */
  readonly origins: ReadonlySet<string>;
  /** Waits until `<html data-state>` says so. */
  isIn(state: 'loading' | 'ready' | 'reconnecting' | 'ended'): Promise<void>;
  /** Throws unless axe finds nothing and nothing runs out of the window sideways. */
  isWellMade(): Promise<void>;
  /** Takes a screenshot of the whole page, where {@link SHOTS} is set. */
  shoot(name: string): Promise<void>;
}

/** Opens a page of a room in a fresh profile, and waits until it is ready. */
export async function openTab(
  open: OpenPage,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Tab> {
  const page = await open({ locale: 'en-GB', ...options });
  const tab = tabOf(page);
  await page.goto(url);
  await tab.isIn('ready');
  return tab;
}

/** Listens to what goes wrong in a page, from now on. */
export function tabOf(page: Page): Tab {
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on('console', (message) => {
    const isOurs = message.text() !== BLOCKED_WORKER;
    if (isOurs && (message.type() === 'error' || message.type() === 'warning'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  return {
    page,
    complaints,
    origins,
    isIn: (state) => page.locator(`html[data-state="${state}"]`).waitFor({ state: 'attached' }),
    isWellMade: () => isWellMade(page),
    shoot: (name) => shoot(page, name),
  };
}

/**
 * Judges and shoots what a tab shows in every look, and leaves it in the first. Nothing may run out of the window in any
 * of them; axe judges each width and each theme once.
 */
export async function isWellMadeInEveryLook(tab: Tab, name: string): Promise<void> {
  const { page } = tab;
  for (const [index, look] of [...LOOKS.entries()].reverse()) {
    // Colours that change slowly would be judged half-way.
    await page.emulateMedia({ colorScheme: look.colorScheme ?? 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(look.viewport ?? { width: 1280, height: 800 });
    if (index === 0 || index === LOOKS.length - 1) await tab.isWellMade();
    else await fits(page);
    await tab.shoot(`${name}-${nameOf(look)}`);
  }
}

/** What comes in is faint for a moment: axe judges what stays. A document does not name what moves in its shadow trees. */
const ARRIVED = `Promise.all((function moving(root) {
  const inside = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ? moving(shadowRoot) : []);
  return [...root.getAnimations(), ...inside];
})(document)
  .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
  .map((animation) => animation.finished.catch(() => {}))).then(() => {})`;

async function isWellMade(page: Page): Promise<void> {
  await page.evaluate(ARRIVED);
  await assertAccessible(page);
  await fits(page);
}

async function fits(page: Page): Promise<void> {
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, page.url());
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, animations: 'disabled' });
}
