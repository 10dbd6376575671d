import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { openTab, type Tab } from './app.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { inWindow } from './key-steps.ts';
import { ownId, until } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const BARN = { name: 'Barn', description: 'Hay.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };

describeInBrowser('whoever is after the key of a page', (inBrowser) => {
  inBrowser('gets nothing when it asks again with another key', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { page, popup } = await attackerAt(open, tea, shed);
    await page.evaluate(asking(1));
    await popup.page.getByRole('button', { name: 'Give my key' }).waitFor();
    await page.evaluate(asking(2));
    await popup.page.getByText('Somebody else asks now than before, so nothing was sent.').waitFor();
    await popup.isWellMade();
    await popup.shoot('keys-give-broken');
    assert.deepEqual(await heardBy(page, popup), ['ready', 'last']);
  });

  inBrowser('gets nothing when another page has taken the place of the one that was shown', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    await using barn = await startOurRoom(BARN);
    const { page, popup } = await attackerAt(open, tea, shed);
    await page.evaluate(asking(1));
    await popup.page.getByText(shed.ready.http, { exact: true }).waitFor();
    await moveTo(page, barn);
    const yes = popup.page.getByRole('button', { name: 'Give my key' });
    await yes.and(popup.page.locator('[aria-disabled="false"]')).click();
    await popup.page.getByText('Sent. One moment').waitFor();
    await page.evaluate(asking(1));
    assert.deepEqual(await heardBy(page, popup), ['last'], 'it was for the page that was shown');
  });

  inBrowser('gets nothing by asking from another origin in the same window', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    await using barn = await startOurRoom(BARN);
    const { page, popup } = await attackerAt(open, tea, shed);
    await page.evaluate(asking(1));
    await popup.page.getByText(shed.ready.http, { exact: true }).waitFor();
    await moveTo(page, barn);
    await page.evaluate(asking(1));
    await popup.page.getByText('Somebody else asks now than before').waitFor();
    assert.deepEqual(await page.evaluate('window.heard'), []);
  });

  inBrowser('gets nothing in the first moments, nor by pressing keys for its person', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { page, popup } = await attackerAt(open, tea, shed);
    // The clock of the window stands still while somebody is lured into a double click.
    await popup.page.clock.install();
    await popup.page.clock.pauseAt(Date.now() + 60_000);
    await popup.page.reload();
    await waits(popup);
    await page.evaluate(asking(1));
    const yes = popup.page.getByRole('button', { name: 'Give my key' });
    await yes.dblclick({ force: true });
    await yes.press('Enter');
    await yes.press('Space');
    await popup.page.getByText('You can say yes in a moment.').waitFor();
    assert.deepEqual(
      (await heardBy(page, popup)).filter((type) => type !== 'ready'),
      ['last'],
    );
  });

  inBrowser('is asked for by no page where nobody has opened the window', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/settings/key`);
    await ownId(page);
    await page.goto(`${tea.ready.http}/transfer`);
    await page.getByRole('button', { name: 'I have 24 words' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Give my key' }).count(), 0);
  });
});

/** A page that opens the window of a key, and speaks its protocol as it likes. */
async function attackerAt(open: OpenPage, tea: OurRoom, shed: OurRoom) {
  const { page } = await openTab(open, `${tea.ready.http}/settings/key`);
  await ownId(page);
  await page.goto(shed.ready.http);
  await page.evaluate(listening());
  const opening = page.waitForEvent('popup');
  await page.evaluate(`{ window.open(${JSON.stringify(`${tea.ready.http}/transfer`)}, 'giver', 'popup') }`);
  const popup = await inWindow(await opening);
  await waits(popup);
  return { page, popup };
}

/** Until it listens, what is posted to a window is lost. */
async function waits({ page }: Tab): Promise<void> {
  await page.getByText('Waiting for the page that opened this window').waitFor();
}

/** Takes a page to another origin by itself, so that it stays the opener of its windows. */
async function moveTo(page: Page, { ready }: OurRoom): Promise<void> {
  await page.evaluate(`{ location.href = ${JSON.stringify(ready.http)} }`);
  await page.waitForURL(`${ready.http}/`);
  await page.evaluate(listening());
}

/** Notes which messages come, by their types. */
function listening(): string {
  return `window.heard = []; addEventListener('message', ({ data }) => window.heard.push(data.type))`;
}

/** Asks the window for the key, with a one-time key of these bytes. */
function asking(byte: number): string {
  const publicKey = Buffer.alloc(32, byte).toString('base64');
  return `window.open('', 'giver').postMessage(${JSON.stringify({
    openRooms: 'key-transfer',
    version: 1,
    type: 'ask',
    publicKey,
  })}, '*')`;
}

/** The types of what a page has heard from its window: all that was posted before this was asked is among it. */
async function heardBy(page: Page, popup: Tab): Promise<string[]> {
  await popup.page.evaluate("opener.postMessage({ type: 'last' }, '*')");
  await until(page, "window.heard.includes('last')");
  return page.evaluate('window.heard');
}
