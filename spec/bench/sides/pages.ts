import type { Page } from 'playwright-core';
import { call } from '../../browser/module-server.ts';
import type { BenchCase, OpenSide, Side } from '../case.ts';
import { median } from '../median.ts';
import type { PagePath, PageTurns } from '../paths/turns.ts';
import type { Servers } from '../targets/servers.ts';

/** Set-ups of a turn. */
const SET_UPS = { full: 20, quick: 5 };

const ask = <R>(page: Page, name: string, ...args: unknown[]) => call<R>(page, 'bench', name, ...args);

interface Pages extends AsyncDisposable {
  readonly near: Page;
  readonly far: Page;
  /** Who is in the far one. */
  readonly id: string;
}

/** Two pages of different people in our room. */
async function openPages(servers: Servers): Promise<Pages> {
  const browser = await servers.browser();
  if (browser === undefined) throw new Error('There is no browser to bench in.');
  const { webAddress } = await servers.ours();
  const [near, far] = [await browser.page(), await browser.page()];
  for (const page of [far, near]) await ask(page, 'join', webAddress);
  return {
    near,
    far,
    id: await ask<string>(far, 'id'),
    async [Symbol.asyncDispose]() {
      for (const page of [near, far]) await page.context().close();
    },
  };
}

/** The sides of a case between two pages in one Chromium. */
export function inPages(turns: PageTurns): Pick<BenchCase, 'ours' | 'floor' | 'needsBrowser'> {
  const over =
    (path: PagePath): OpenSide =>
    async (servers, quick): Promise<Side> => {
      const pages = await openPages(servers);
      const name = await ask<string>(pages.near, 'open', pages.id, turns, path, quick);
      return {
        turn: () => ask<number>(pages.near, 'turn', name),
        [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose](),
      };
    };
  return { needsBrowser: true, ours: over('link'), floor: over('raw') };
}

/** Setting up, between two pages. */
export function setUpInPages(): Pick<BenchCase, 'ours' | 'floor' | 'needsBrowser'> {
  const by =
    (name: 'setUp' | 'setUpRaw'): OpenSide =>
    async (servers, quick): Promise<Side> => {
      const pages = await openPages(servers);
      const turn = async () => {
        const times: number[] = [];
        while (times.length < SET_UPS[quick ? 'quick' : 'full']) {
          times.push(await ask<number>(pages.near, name, pages.id));
          if (name === 'setUp') await ask(pages.far, 'isEmpty');
        }
        return median(times);
      };
      await turn();
      return { turn, [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose]() };
    };
  return { needsBrowser: true, ours: by('setUp'), floor: by('setUpRaw') };
}
