import { after, before, describe, type TestContext, test } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { BROWSER_COMMAND, findChromium } from './find-chromium.ts';

/**
 * Names like `tea.test` lead to this machine. A page under such a name is what a page over plain http is elsewhere: one
 * that browsers do not trust, while `localhost` and `127.0.0.1` are.
 */
const NAMES_HERE = '--host-resolver-rules=MAP *.test 127.0.0.1';

/** Opens a page in a profile of its own, closed with its test. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** Defines a test in a browser. */
export type BrowserTest = (name: string, run: (open: OpenPage) => Promise<void>) => void;

/**
 * Defines a suite of tests that share one browser. Where none can be had they are skipped, with the command that would
 * bring one; with `CI=true` they fail.
 */
export function describeInBrowser(name: string, define: (inBrowser: BrowserTest) => void): void {
  describe(name, () => {
    let browser: Browser | undefined;
    before(async () => {
      browser = await startBrowser();
    });
    after(() => browser?.close());
    define((title, run) => {
      test(title, async (t) => {
        if (browser === undefined) return t.skip(whyNoBrowser(process.env));
        await run(opener(browser, t));
      });
    });
  });
}

/** The reason to skip a test that needs a browser. Throws it with `CI=true`, where nothing may be missing. */
export function whyNoBrowser(env: NodeJS.ProcessEnv): string {
  const reason = `There is no browser here: run "${BROWSER_COMMAND}", or set CHROMIUM to the path of one.`;
  if (env['CI'] === 'true') throw new Error(reason);
  return reason;
}

async function startBrowser(): Promise<Browser | undefined> {
  const found = await findChromium();
  return found && chromium.launch({ ...found, args: [...found.args, NAMES_HERE] });
}

function opener(browser: Browser, t: TestContext): OpenPage {
  return async (options) => {
    const context = await browser.newContext(options);
    t.after(() => context.close());
    return context.newPage();
  };
}
