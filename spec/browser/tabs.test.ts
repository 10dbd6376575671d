import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { within } from '../stock/deadline.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { call, startModuleServer } from './module-server.ts';

/** Where browsers have locks, and where they have none. */
const PLACES = [
  ['localhost', true],
  ['plain.test', false],
] as const;

const has = (page: Page, role: string) => within(`a tab to be ${role}`, call(page, 'tab', 'has', role));

describeInBrowser('two tabs of one person', (inBrowser) => {
  for (const [host, locks] of PLACES) {
    const called = `at http://${host}, ${locks ? 'with' : 'without'} locks`;

    /** Tabs of one profile, opened one after the other. */
    const tabs = async (open: OpenPage, url: string, count: number) => {
      const pages = [await open()];
      const [first] = pages;
      while (first !== undefined && pages.length < count) pages.push(await first.context().newPage());
      for (const page of pages) {
        await page.goto(url);
        await has(page, page === first ? 'active' : 'other');
      }
      return pages as [Page, Page, Page];
    };

    inBrowser(`are one attendant, the first, until they move, ${called}`, async (open) => {
      await using server = await startModuleServer();
      const [one, other] = await tabs(open, server.at(host), 2);
      assert.equal(await call(one, 'tab', 'hasLocks'), locks);
      for (const [here, there] of [
        [other, one],
        [one, other],
        [other, one],
      ] as const) {
        await call(here, 'tab', 'takeOver');
        await has(here, 'active');
        await has(there, 'other');
      }
      assert.deepEqual(await call(one, 'tab', 'rolesSoFar'), [
        'asking',
        'active',
        'other',
        'active',
        'other',
      ]);
    });

    inBrowser(`follow one another when one is closed or leaves, ${called}`, async (open) => {
      await using server = await startModuleServer();
      const [one, other, third] = await tabs(open, server.at(host), 3);
      await one.close();
      const active = async (page: Page) => {
        await has(page, 'active');
        return page;
      };
      const first = await Promise.race([active(other), active(third)]);
      const last = first === other ? third : other;
      assert.deepEqual(await call(last, 'tab', 'rolesSoFar'), ['asking', 'other']);
      await call(first, 'tab', 'leave');
      await has(last, 'active');
    });
  }

  inBrowser('of two profiles are two people', async (open) => {
    await using server = await startModuleServer();
    for (const page of [await open(), await open()]) {
      await page.goto(server.at('localhost'));
      await has(page, 'active');
    }
  });
});
