import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** What the keyboard reaches in the frame, one tab after the other. */
const STOPS = ['Skip to content', 'Open Rooms', 'Contacts', 'Settings', 'Your key'];

describeInBrowser('the shell of the page', (inBrowser) => {
  inBrowser(`is well made`, async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings`);
    await tab.page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await tab.page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await isWellMadeInEveryLook(tab, 'shell');
  });

  inBrowser('loads under its policy without a complaint, and asks no other site', async (open) => {
    await using room = await startOurRoom(TEA);
    const whole = { serviceWorkers: 'allow' } as const;
    const { page, complaints, origins } = await openTab(open, room.ready.http, whole);
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await page.goto(`${room.ready.http}/settings`, { waitUntil: 'networkidle' });
    assert.deepEqual(complaints, []);
    assert.deepEqual([...origins], [room.ready.http]);
  });

  inBrowser('the keyboard reaches everything, and skips to the content', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings`);
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    const reached: string[] = [];
    for (const _ of STOPS) {
      await page.keyboard.press('Tab');
      reached.push(await focusedName(page));
    }
    assert.deepEqual(reached, STOPS);
    await page.goto(`${room.ready.http}/settings`);
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
    await page.keyboard.press('Tab');
    await page
      .getByRole('link', { name: /^You and your key/ })
      .and(page.locator(':focus'))
      .waitFor();
  });

  inBrowser('links change the screen, its title and the focus; back and forward too', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, room.ready.http);
    await page.evaluate('window.isSamePage = true');
    await page.getByRole('link', { name: 'Settings' }).click();
    const heading = page.getByRole('heading', { level: 1, name: 'Settings' });
    await heading.and(page.locator(':focus')).waitFor();
    assert.equal(await page.title(), 'Settings · Open Rooms');
    assert.equal(page.url(), `${room.ready.http}/settings`);
    await page.goBack();
    await heading.waitFor({ state: 'detached' });
    assert.equal(page.url(), `${room.ready.http}/`);
    await page.goForward();
    await heading.waitFor();
    assert.equal(await page.evaluate('window.isSamePage'), true, 'nothing was loaded anew');
  });

  inBrowser(
    'speaks the language of the browser, of the address, and the one that is chosen',
    async (open) => {
      await using room = await startOurRoom(TEA);
      const { page } = await openTab(open, `${room.ready.http}/settings/appearance`, { locale: 'fr-CA' });
      await page.getByRole('heading', { level: 1, name: 'Langue et apparence' }).waitFor();
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
      await page.getByRole('radio', { name: 'English' }).check();
      await page.getByRole('heading', { level: 1, name: 'Language and look' }).waitFor();
      assert.equal(await page.title(), 'Language and look · Settings · Open Rooms');
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Language and look' }).waitFor();
      await page.goto(`${room.ready.http}/settings/appearance?lang=fr`);
      await page.getByRole('heading', { level: 1, name: 'Langue et apparence' }).waitFor();
      await page.getByRole('link', { name: 'Open Rooms' }).click();
      await page
        .getByRole('heading', { level: 1, name: 'Langue et apparence' })
        .waitFor({ state: 'detached' });
      assert.equal(page.url(), `${room.ready.http}/?lang=fr`);
    },
  );

  inBrowser('shows the theme that is chosen, from the first moment of the next visit on', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/appearance`, { colorScheme: 'light' });
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await page.getByRole('radio', { name: 'Dark' }).check();
    const dark = await ground();
    assert.notEqual(light, dark);
    await page.reload();
    await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
    assert.equal(await ground(), dark);
    await page.getByRole('radio', { name: 'As my device' }).check();
    assert.equal(await ground(), light);
  });

  inBrowser('without script the pages of the server are there', async (open) => {
    await using room = await startOurRoom(TEA);
    const page = await open({ javaScriptEnabled: false });
    await page.goto(room.ready.http);
    await page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor();
    await page.goto(`${room.ready.http}/settings`);
    await page.getByText('This page needs JavaScript').waitFor();
  });

  inBrowser('a browser that is too old is told so, on the page of the server', async (open) => {
    await using room = await startOurRoom(TEA);
    const page = await open();
    await page.addInitScript('delete HTMLElement.prototype.showPopover');
    await page.goto(room.ready.http);
    await page.getByRole('alert').getByText('This browser is too old').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-state'), 'ended');
  });
});

async function focusedName(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.getAttribute('aria-label') ?? element.textContent.trim();
  })()`);
}
