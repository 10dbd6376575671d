import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { until } from '../hostile/deadline.ts';
import { openTab, tabOf } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, goIn, said, say } from './inside.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** Takes the news out of the page, which are rendered once more there, and tells something that they would show. */
const TELL_THE_GONE = `(async () => {
  const toasts = document.querySelector('or-toasts');
  const { page } = toasts;
  toasts.remove();
  toasts.requestUpdate();
  await toasts.updateComplete;
  page.tell('unheard');
  await toasts.updateComplete;
  return toasts.shadowRoot.textContent.includes('unheard');
})()`;

/** Renders the page once more: something changes that it reads. */
const RENDER = `(async () => {
  const app = document.querySelector('or-app');
  app.page.isOnline.value = !app.page.isOnline.value;
  await app.updateComplete;
})()`;

/** Counts the elements of the contacts that are made from now on. */
const COUNT_MADE = `(() => {
  const create = document.createElement.bind(document);
  window.made = 0;
  document.createElement = (tag, ...rest) => {
    if (tag === 'or-contacts') window.made++;
    return create(tag, ...rest);
  };
})()`;

describeInBrowser('the frame of the page', (inBrowser) => {
  inBrowser('what is not in the page any more watches nothing', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/settings`);
    assert.equal(await page.evaluate(TELL_THE_GONE), false);
  });

  inBrowser('a screen is made once, however often the page is rendered meanwhile', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/settings`);
    const arrival = Promise.withResolvers<void>();
    const asked = page.waitForRequest(/\/app\/contacts-/);
    await page.route(/\/app\/contacts-/, async (route) => {
      await arrival.promise;
      await route.continue();
    });
    await page.evaluate(COUNT_MADE);
    await page.getByRole('link', { name: 'Contacts' }).click();
    await asked;
    for (let times = 0; times < 4; times++) await page.evaluate(RENDER);
    arrival.resolve();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    assert.equal(await page.evaluate('window.made'), 1);
  });

  inBrowser('a part that cannot be loaded is told, and is an end', async (open) => {
    await using tea = await startOurRoom(TEA);
    const first = await openTab(open, tea.ready.http);
    await first.page.getByRole('link', { name: 'Your key' }).waitFor();
    const other = tabOf(await first.page.context().newPage());
    await other.page.route(/\/app\/session-end-/, (route) => route.abort());
    await other.page.goto(tea.ready.http);
    await other.page.getByRole('heading', { level: 1, name: 'This page could not be shown' }).waitFor();
    await other.isIn('ended');
  });

  inBrowser(
    'a part that comes later and cannot be loaded does not load the page again and again',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      const page = await open({ locale: 'en-GB' });
      const links = /\/app\/links-/;
      let asked = 0;
      await page.route(links, (route) => {
        asked++;
        return route.abort();
      });
      let loaded = 0;
      page.on('load', () => loaded++);
      await page.goto(`${tea.ready.http}/room`);
      await goIn(page, 'Ann');
      // What is written before the page is loaded again goes with it.
      await until('the page to be loaded again', () => loaded === 2 && asked >= 2);
      await say(chatOf(page), 'Good morning!');
      await said(chatOf(page), 'Good morning!').waitFor();
      assert.ok(asked >= 2, 'it was asked for again once the page was loaded again');
      assert.equal(loaded, 2);
    },
  );

  inBrowser('texts that do not come keep nobody out: the page is in English', async (open) => {
    await using tea = await startOurRoom(TEA);
    const page = await open({ locale: 'fr-FR' });
    await page.route(/\/app\/fr-/, (route) => route.abort());
    await page.goto(tea.ready.http);
    await page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  });

  inBrowser('the server is asked once who its room is', async (open) => {
    await using tea = await startOurRoom(TEA);
    const page = await open();
    let asked = 0;
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/' && request.resourceType() === 'fetch') asked++;
    });
    await page.goto(tea.ready.http);
    await page.getByRole('heading', { level: 2, name: 'Tea' }).waitFor();
    await page.getByRole('link', { name: 'Your key' }).waitFor();
    assert.equal(asked, 1);
  });
});
