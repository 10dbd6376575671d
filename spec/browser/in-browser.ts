import { after, describe, type TestContext, test } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CAPTURES_TITLE } from './capturing.ts';
import { BROWSER_COMMAND, findCapturingChromium, findChromium } from './find-chromium.ts';

/**
 * Names like `tea.test` lead to this machine. A page under such a name is what a page over plain http is elsewhere: one
 * that browsers do not trust, while `localhost` and `127.0.0.1` are.
 */
const NAMES_HERE = '--host-resolver-rules=MAP *.test 127.0.0.1';

/** What a page says to the console that wants a service worker, and gets none. */
export const BLOCKED_WORKER = 'Service Worker registration blocked by Playwright';

/** Opens a page in a profile of its own, closed with its test. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** Defines a test in a browser. */
export type BrowserTest = (name: string, run: (open: OpenPage, t: TestContext) => Promise<void>) => void;

/**
 * Defines a suite of tests in a browser, which is one for all suites of a process, but for those whose browser has flags
 * of its own. Where none can be had they are
 * skipped, with the command that would bring one; with `CI=true` they fail.
 */
export function describeInBrowser(
  name: string,
  define: (inBrowser: BrowserTest) => void,
  flags: readonly string[] = [],
): void {
  describe(name, () => {
    define((title, run) => {
      test(title, async (t) => {
        const browser = await ownBrowser(flags);
        if (browser === undefined) return t.skip(whyNoBrowser(process.env));
        await run(opener(browser, t), t);
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

/** The browsers of this process, by their flags. */
const starting = new Map<string, Promise<Browser | undefined>>();
after(async () => {
  for (const browser of starting.values()) await (await browser)?.close();
});

/**
 * The browser of this process that has these flags, which starts with the first test that needs it. Where it did not, the
 * next test tries again.
 */
export function ownBrowser(flags: readonly string[]): Promise<Browser | undefined> {
  const name = flags.join(' ');
  const known = starting.get(name);
  if (known !== undefined) return known;
  const browser = startBrowser(flags).catch((error: unknown) => {
    starting.delete(name);
    throw error;
  });
  starting.set(name, browser);
  return browser;
}

async function startBrowser(flags: readonly string[]): Promise<Browser | undefined> {
  const captures = flags.some((flag) => flag.startsWith(CAPTURES_TITLE));
  const found = await (captures ? findCapturingChromium() : findChromium());
  const args = [NAMES_HERE, ...flags];
  // Playwright mutes browsers, and a tab that is muted is silent to whoever captures it, too.
  const ignoreDefaultArgs = captures ? ['--mute-audio'] : [];
  return found && chromium.launch({ ...found, args: [...found.args, ...args], ignoreDefaultArgs });
}

/** Without service workers, unless asked for: each takes in the whole page anew, a third of what it costs to open it. */
function opener(browser: Browser, t: TestContext): OpenPage {
  return async (options) => {
    const context = await browser.newContext({ serviceWorkers: 'block', ...options });
    t.after(() => context.close());
    return context.newPage();
  };
}
