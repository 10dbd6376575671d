import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, LOOKS, openTab, tabOf } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';
import { hasKey, withVault } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const PASSPHRASE = 'lamp river seven moss';

describeInBrowser('a page that goes no further says why, and what next', (inBrowser) => {
  inBrowser(`the key is locked`, async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http);
    const { page } = tab;
    await lock(page);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Your key is locked' }).waitFor();
    await tab.isIn('ready');
    await isWellMadeInEveryLook(tab, 'ends-locked');
    await page.getByText('I have forgotten it').click();
    await page.getByText('Nobody can recover a passphrase').waitFor();
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('That does not open the key').waitFor();
    await isWellMadeInEveryLook(tab, 'ends-forgotten');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser(`it is open in another tab`, async (open) => {
    await using tea = await startOurRoom(TEA);
    const first = await openTab(open, tea.ready.http);
    await hasKey(first.page);
    const second = tabOf(await first.page.context().newPage());
    await second.page.goto(tea.ready.http);
    await isElsewhere(second.page);
    await second.isIn('ended');
    await isWellMadeInEveryLook(second, 'ends-elsewhere');
    await second.page.getByRole('button', { name: 'Use it here' }).click();
    await isHome(second.page);
    await second.isIn('ready');
    await isElsewhere(first.page);
    await first.isIn('ended');
    await second.page.close();
    await isHome(first.page);
    await first.isIn('ready');
    assert.deepEqual([...first.complaints, ...second.complaints], []);
  });

  inBrowser('the passphrase leads back to where one was going, by the keyboard alone', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, tea.ready.http);
    await lock(page);
    await page.goto(`${tea.ready.http}/contacts`);
    const field = page.getByLabel('Passphrase');
    await field.and(page.locator(':focus')).waitFor();
    assert.equal(await page.title(), 'Your key is locked · Open Rooms');
    await page.keyboard.type('not this one');
    await page.keyboard.press('Enter');
    await field.and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await field.fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    assert.equal(await page.title(), 'Contacts · Open Rooms');
  });

  inBrowser('while it is locked the settings are there', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, tea.ready.http);
    await lock(page);
    await page.reload();
    await page.getByText('I have forgotten it').click();
    await page.getByRole('link', { name: 'Restore a key' }).click();
    await page.waitForURL(`${tea.ready.http}/settings/backup`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.getByText('Your key is locked').count(), 0);
  });

  inBrowser('what was typed is there when one comes back from the other tab', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, tea.ready.http);
    const field = page.getByRole('textbox', { name: 'Alias or link' });
    await hasKey(page);
    await field.fill('room.exam');
    const other = await page.context().newPage();
    await other.goto(tea.ready.http);
    await other.getByRole('button', { name: 'Use it here' }).click();
    await isElsewhere(page);
    await tabTo(page, 'Use it here');
    await page.keyboard.press('Enter');
    await isHome(page);
    assert.equal(await field.inputValue(), 'room.exam');
  });

  inBrowser('the key that is kept is damaged', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http, LOOKS[2]);
    const { page } = tab;
    await hasKey(page);
    await page.evaluate(DAMAGE);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Your key cannot be opened' }).waitFor();
    await tab.isIn('ended');
    await page.getByRole('button', { name: 'Load again' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('ends-failed');
  });

  inBrowser('a browser that keeps nothing is said to, and works', async (open) => {
    await using tea = await startOurRoom(TEA);
    const page = await open(LOOKS[2]);
    await page.addInitScript(
      `IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }`,
    );
    const tab = tabOf(page);
    await page.goto(tea.ready.http);
    await page.getByText('This browser keeps nothing for this page').waitFor();
    await page.getByRole('link', { name: 'Your key' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('ends-keeps-nothing');
  });

  inBrowser('without a network it says so, and is as it was when it is back', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http, LOOKS[2]);
    const { page } = tab;
    await page.context().setOffline(true);
    const strip = page.getByText('This device is offline. What you have here is still yours.');
    await strip.waitFor();
    await tab.isWellMade();
    await tab.shoot('ends-offline');
    await page.context().setOffline(false);
    await strip.waitFor({ state: 'detached' });
  });

  inBrowser('a browser that is too old is told what to do, in its language', async (open) => {
    await using tea = await startOurRoom(TEA);
    for (const [locale, sentence] of [
      ['en-GB', 'This browser is too old'],
      ['fr-FR', 'Ce navigateur est trop ancien'],
    ] as const) {
      const page = await open({ ...LOOKS[2], locale });
      const tab = tabOf(page);
      await page.addInitScript('delete HTMLElement.prototype.showPopover');
      await page.goto(tea.ready.http);
      await page.getByRole('alert').getByText(sentence).waitFor();
      await tab.isIn('ended');
      await tab.isWellMade();
      await tab.shoot(`ends-unsupported-${locale}`);
    }
  });

  inBrowser('over plain http from another machine it says what is off, and names the fix', async (open) => {
    await using tea = await startOurRoom(TEA);
    const at = tea.ready.http.replace('127.0.0.1', 'plain.test');
    const tab = await openTab(open, at, LOOKS[2]);
    const sentence = tab.page.getByText('This page came over plain http');
    const told = (await sentence.textContent()) ?? '';
    for (const fix of ['open-rooms start --domain', '--tls self-signed']) assert.ok(told.includes(fix));
    assert.equal(told.match(/\.(?=\s|$)/g)?.length, 1, 'it is one sentence');
    await tab.isWellMade();
    await tab.shoot('ends-plain-http');
    await tab.page.goto(tea.ready.http);
    await tab.page.getByRole('textbox', { name: 'Alias or link' }).waitFor();
    assert.equal(await sentence.count(), 0);
  });

  inBrowser('speaks French', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http, { ...LOOKS[2], locale: 'fr-FR' });
    await lock(tab.page);
    await tab.page.reload();
    await tab.page.getByRole('heading', { level: 1, name: 'Votre clé est verrouillée' }).waitFor();
    await tab.page.getByText('Je l’ai oubliée').click();
    await tab.isWellMade();
    await tab.shoot('ends-locked-fr');
    const other = tabOf(await tab.page.context().newPage());
    await other.page.goto(tea.ready.http);
    await other.page
      .getByRole('heading', { level: 1, name: 'Open Rooms est ouvert dans un autre onglet' })
      .waitFor();
    await other.shoot('ends-elsewhere-fr');
  });
});

/** What stands in the database in the place of the key. */
const DAMAGE = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('open-rooms');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const writing = opening.result.transaction('keys', 'readwrite');
    writing.objectStore('keys').put({ nothing: 'of use' }, 'own');
    writing.oncomplete = () => resolve();
  };
})`;

/** Seals the key: the passphrase is asked for when the page is opened again. */
async function lock(page: Page): Promise<void> {
  await withVault(page, 'setPassphrase', PASSPHRASE);
}

async function isElsewhere(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Open Rooms is open in another tab' }).waitFor();
}

async function isHome(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
}
