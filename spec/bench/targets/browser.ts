import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../browser/find-chromium.ts';
import { type ModuleServer, startModuleServer } from '../../browser/module-server.ts';
import { cpuSeconds } from '../cpu.ts';

/** A Chromium, and pages in it with our client in them. */
export interface BrowserTarget extends AsyncDisposable {
  /** Opens one, in a profile and a process of its own. */
  page(): Promise<Page>;
  /** CPU time of all its processes, in seconds: pages, network and codecs are in several. Linux only. */
  cpu(): Promise<number>;
}

/** Keeps what a page connects with, so that {@link sentBytes} can ask it. */
const KEEP_CONNECTIONS = `globalThis.connectionsOfBench = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...args) {
    super(...args);
    globalThis.connectionsOfBench.push(this);
  }
};`;

const COUNT_BYTES = `(async () => {
  let sent = 0;
  for (const connection of globalThis.connectionsOfBench)
    for (const told of (await connection.getStats()).values()) if (told.type === 'transport') sent += told.bytesSent;
  return sent;
})()`;

/** Answers `undefined` where there is no Chromium. */
export async function startBrowserTarget(): Promise<BrowserTarget | undefined> {
  const found = await findChromium();
  if (found === undefined) return undefined;
  await using started = new AsyncDisposableStack();
  const server = started.use(await startModuleServer());
  const browser = await chromium.launch(found);
  started.defer(() => browser.close());
  const session = await browser.newBrowserCDPSession();
  const all = started.move();
  return {
    page: () => openPage(browser, server),
    cpu: () => cpuOf(session),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Pages that are closed together. */
export class OpenedPages implements AsyncDisposable {
  readonly #browser: BrowserTarget;
  readonly #pages: Page[] = [];

  constructor(browser: BrowserTarget) {
    this.#browser = browser;
  }

  async page(): Promise<Page> {
    const page = await this.#browser.page();
    this.#pages.push(page);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.context().close()));
  }
}

/** Bytes that a page has sent to other peers directly, all connections together, without the heads of UDP and IP. */
export async function sentBytes(page: Page): Promise<number> {
  return page.evaluate<number>(COUNT_BYTES);
}

async function openPage(browser: Browser, server: ModuleServer): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(KEEP_CONNECTIONS);
  await page.goto(server.at('localhost'));
  return page;
}

async function cpuOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { id }) => sum + cpuOfProcess(id), 0);
}

/** One that ended since it was listed had little to do. */
function cpuOfProcess(id: number): number {
  try {
    return cpuSeconds(id);
  } catch {
    return 0;
  }
}
