import assert from 'node:assert/strict';
import { openTab, startRoomWithPage } from './app.ts';
import { describeInBrowser } from './in-browser.ts';

/** The router of the page, as screens have it. */
const ROUTER = `document.querySelector('or-app').router`;

/** Stays, and writes on the document where somebody wanted to go. */
const GUARD = `window.held = ${ROUTER}.guard(({ screen }) => {
  const { dataset } = document.documentElement;
  dataset.asked = (dataset.asked ?? '') + screen + ' ';
  return false;
})`;

describeInBrowser('the addresses of the page', (inBrowser) => {
  inBrowser('a guard keeps the screen, whichever way somebody leaves', async (open) => {
    await using room = await startRoomWithPage({ name: 'Tea' });
    const { page } = await openTab(open, `${room.ready.http}/settings`);
    await page.getByRole('link', { name: 'Open Rooms' }).click();
    await page.waitForURL(`${room.ready.http}/`);
    await page.goBack();
    const heading = page.getByRole('heading', { level: 1, name: 'Settings' });
    await heading.waitFor();
    const asked = (times: number) => page.locator(`html[data-asked="${'landing '.repeat(times)}"]`);
    await page.evaluate(GUARD);
    await page.getByRole('link', { name: 'Open Rooms' }).click();
    await asked(1).waitFor({ state: 'attached' });
    // As the browser's own button does: the address changes before anybody is asked, and comes back.
    await page.evaluate('history.forward()');
    await asked(2).waitFor({ state: 'attached' });
    await page.waitForURL(`${room.ready.http}/settings`);
    await heading.waitFor();
    await page.evaluate('window.held[Symbol.dispose]()');
    await page.evaluate('history.forward()');
    await heading.waitFor({ state: 'detached' });
    assert.equal(page.url(), `${room.ready.http}/`);
  });

  inBrowser('links to elsewhere, and those opened in another tab, are the browser’s', async (open) => {
    await using room = await startRoomWithPage({ name: 'Tea' });
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
