import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the addresses of the page', (inBrowser) => {
  inBrowser('back and forward show what was there', async (open) => {
    await using room = await startOurRoom({ name: 'Tea' });
    const { page } = await openTab(open, `${room.ready.http}/settings`);
    const settings = page.getByRole('heading', { level: 1, name: 'Settings' });
    await page.getByRole('link', { name: 'Open Rooms' }).click();
    await page.waitForURL(`${room.ready.http}/`);
    await settings.waitFor({ state: 'detached' });
    await page.goBack();
    await settings.waitFor();
    assert.equal(page.url(), `${room.ready.http}/settings`);
    await page.goForward();
    await settings.waitFor({ state: 'detached' });
    assert.equal(page.url(), `${room.ready.http}/`);
  });

  inBrowser('one that leads nowhere says so, and leads home', async (open) => {
    await using room = await startOurRoom({ name: 'Tea' });
    const tab = await openTab(open, `${room.ready.http}/settings/key/more`);
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    assert.equal(await page.title(), 'There is no such page · Open Rooms');
    await isWellMadeInEveryLook(tab, 'not-found');
    await page.getByRole('main').getByRole('link').click();
    await page.waitForURL(`${room.ready.http}/`);
    await page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('links to elsewhere, and those opened in another tab, are the browser’s', async (open) => {
    await using room = await startOurRoom({ name: 'Tea' });
    const { page } = await openTab(open, `${room.ready.http}/settings`);
    const other = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Contacts' }).click({ modifiers: ['ControlOrMeta'] });
    await (await other).waitForURL(`${room.ready.http}/contacts`);
    assert.equal(page.url(), `${room.ready.http}/settings`);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('a'), { href: '/healthz', textContent: 'Health' }))`,
    );
    await page.getByRole('link', { name: 'Health' }).click();
    await page.getByText('ok').waitFor();
    assert.equal(page.url(), `${room.ready.http}/healthz`);
  });
});
