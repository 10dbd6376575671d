import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { holds, tabTo } from './keyboard.ts';
import { until } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** Each part of the settings: its address, its heading, and something in it. */
const SECTIONS = [
  ['key', 'You and your key', 'Your id'],
  ['backup', 'Backup', 'Show my 24 words'],
  ['devices', 'Devices', 'Be alone while you do this'],
  ['strangers', 'Strangers', 'They ask'],
  ['address', 'Your address', 'Hide my address'],
  ['appearance', 'Language and look', 'As my browser'],
  ['about', 'About', 'What it cannot see'],
] as const;

/** What strangers get, as the page has it. */
const STRANGERS = `document.querySelector('or-app').page.self.value.strangers.value`;

/** Whether the own address is hidden, as the page has it. */
const ADDRESS_HIDDEN = `document.querySelector('or-app').page.self.value.isAddressHidden.value`;

/** By its link in the list: to load the page anew for each part costs more than to look at it. */
async function toSection(page: Page, name: string): Promise<void> {
  await page.locator(`a[href$="/settings/${name}"]`).first().click();
}

describeInBrowser('the settings', (inBrowser) => {
  inBrowser('each part is well made', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings`);
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await isWellMadeInEveryLook(tab, 'settings');
    for (const [name, title, content] of SECTIONS) {
      await toSection(page, name);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.getByText(content).first().waitFor();
      await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
      assert.equal(await page.title(), `${title} · Settings · Open Rooms`);
      await isWellMadeInEveryLook(tab, `settings-${name}`);
    }
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('are complete in French', async (open) => {
    await using room = await startOurRoom(TEA);
    const look = { locale: 'fr-FR', viewport: { width: 390, height: 800 } };
    const tab = await openTab(open, `${room.ready.http}/settings`, look);
    for (const [name] of SECTIONS) {
      await toSection(tab.page, name);
      const back = tab.page.getByRole('link', { name: 'Tous les réglages' });
      await back.waitFor();
      await tab.page.getByRole('link', { name: 'Votre clé', exact: true }).waitFor();
      await tab.isWellMade();
      await tab.shoot(`settings-${name}-fr`);
      await back.click();
    }
  });

  inBrowser('on a phone the list leads to a part, and the part back to the list', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings`, {
      viewport: { width: 390, height: 800 },
    });
    const backup = page.getByRole('link', { name: /^Backup/ });
    await backup.waitFor();
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    assert.equal(await page.getByText('Your id').count(), 0, 'only the list');
    await backup.click();
    await page.getByRole('heading', { level: 1, name: 'Backup' }).and(page.locator(':focus')).waitFor();
    assert.equal(page.url(), `${room.ready.http}/settings/backup`);
    await page.getByRole('link', { name: 'All settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).and(page.locator(':focus')).waitFor();
  });

  inBrowser('the name is kept, and told to those who meet one', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/key`);
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await tabTo(page, 'Your name');
    await page.keyboard.type('Ann');
    await page.keyboard.press('Enter');
    await page.getByText('People see you as Ann now.').waitFor();
    await page.reload();
    const name = page.getByRole('textbox', { name: 'Your name' });
    await holds(name, 'Ann');
    await name.fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('You have no name now.').waitFor();
  });

  inBrowser('what strangers get is chosen with the arrow keys, and stays', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/strangers`);
    const ask = page.getByRole('radio', { name: 'They ask' });
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    assert.equal(await ask.isChecked(), true);
    await ask.focus();
    await page.keyboard.press('ArrowDown');
    const nothing = page.getByRole('radio', { name: 'Nothing' });
    await nothing.and(page.locator(':focus')).waitFor();
    await until(page, `${STRANGERS} === 'refuse'`);
    await page.reload();
    await page.getByRole('radio', { name: 'Nothing', checked: true }).waitFor();
  });

  inBrowser('the own address is hidden by a switch, and stays so', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/address`);
    const hide = page.getByRole('switch', { name: 'Hide my address' });
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    assert.equal(await hide.isChecked(), false);
    await hide.focus();
    await page.keyboard.press('Space');
    await until(page, `${ADDRESS_HIDDEN} === true`);
    await page.reload();
    await page.getByRole('switch', { name: 'Hide my address', checked: true }).waitFor();
    await hide.uncheck();
    await until(page, `${ADDRESS_HIDDEN} === false`);
  });

  inBrowser('the language follows the browser again when somebody says so', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/appearance`, { locale: 'fr-FR' });
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { level: 1, name: 'Language and look' }).waitFor();
    await page.getByRole('radio', { name: 'As my browser' }).check();
    await page.getByRole('heading', { level: 1, name: 'Langue et apparence' }).waitFor();
    await page.reload();
    await page.getByRole('radio', { name: 'Comme mon navigateur', checked: true }).waitFor();
  });
});
