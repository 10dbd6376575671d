import assert from 'node:assert/strict';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** A browser whose profile outlives it. Disposing closes it, as one closes the window. */
export interface Profile extends AsyncDisposable {
  readonly page: Page;
}

/** Opens a browser on a folder that keeps what it keeps. Needs a browser: only for tests in one. */
export async function openProfile(folder: string): Promise<Profile> {
  const found = await findChromium();
  assert.ok(found);
  const context = await chromium.launchPersistentContext(folder, { ...found, locale: 'en-GB' });
  const page = context.pages()[0] ?? (await context.newPage());
  return { page, [Symbol.asyncDispose]: () => context.close() };
}
