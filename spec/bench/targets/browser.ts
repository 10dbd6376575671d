import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../../browser/find-chromium.ts';
import { startModuleServer } from '../../browser/module-server.ts';

/** A Chromium, and pages in it with our client in them. */
export interface BrowserTarget extends AsyncDisposable {
  /** Opens one, in a profile and a process of its own. */
  page(): Promise<Page>;
}

/** Answers `undefined` where there is no Chromium. */
export async function startBrowserTarget(): Promise<BrowserTarget | undefined> {
  const found = await findChromium();
  if (found === undefined) return undefined;
  await using started = new AsyncDisposableStack();
  const server = started.use(await startModuleServer());
  const browser = await chromium.launch(found);
  started.defer(() => browser.close());
  const all = started.move();
  return {
    async page() {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(server.at('localhost'));
      return page;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
