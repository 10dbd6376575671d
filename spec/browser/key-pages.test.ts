import assert from 'node:assert/strict';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab, type Tab } from './app.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { inWindow, PASSPHRASE, setPassphrase } from './key-steps.ts';
import { ownId, waitForState } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };

describeInBrowser('a key that goes to the page of another room', (inBrowser) => {
  inBrowser('goes when its person says so, who sees the whole address', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { tab, id } = await personAt(open, tea, shed);
    const { page } = tab;
    const popup = await ask(page, tea);
    await popup.page.getByText(shed.ready.http, { exact: true }).waitFor();
    const yes = popup.page.getByRole('button', { name: 'Give my key' });
    await isWellMadeInEveryLook(popup, 'keys-give');
    await page.getByText(`Answer the question in the window of ${tea.ready.http}.`).waitFor();
    await isWellMadeInEveryLook(tab, 'keys-asked');
    await yes.and(popup.page.locator('[aria-disabled="false"]')).click();
    await popup.page.getByText('Your key is there now.').waitFor();
    await popup.isWellMade();
    await page.getByText(/^You are .* here now\.$/).waitFor();
    assert.equal(await ownId(page), id);
    assert.deepEqual([tab.complaints, popup.complaints], [[], []]);
  });

  inBrowser(
    'stays where it is when its person says no, closes the window, or waits for nothing',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      await using shed = await startOurRoom(SHED);
      const { tab, fresh } = await personAt(open, tea, shed);
      const { page } = tab;
      const declined = await ask(page, tea);
      await declined.page.getByRole('button', { name: 'No, keep it here' }).click();
      await declined.page.getByText('Nothing was sent. You can close this window.').waitFor();
      await page.getByText('You said no there. Nothing was sent.').waitFor();
      const closed = declined.page.waitForEvent('close');
      // The window may be gone before the click is told of.
      declined.page
        .getByRole('button', { name: 'Close this window' })
        .click()
        .catch(() => undefined);
      await closed;
      const left = await ask(page, tea);
      await left.page.close();
      await page.getByText('The window was closed before the key came.').waitFor();
      for (const [typed, sentence] of [
        ['', 'That is no address of a page.'],
        ['javascript:alert(1)', 'That is no address of a page.'],
        [shed.ready.http, 'That is the page that you are on.'],
      ] as const) {
        await page.getByRole('textbox', { name: 'Address of the other room' }).fill(typed);
        await page.getByRole('button', { name: 'Open it and ask' }).click();
        await page.getByText(sentence).waitFor();
      }
      assert.equal(await ownId(page), fresh);
    },
  );

  inBrowser('is asked for where there is none, and says so', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const tab = await openTab(open, `${shed.ready.http}/settings/devices`);
    await ownId(tab.page);
    await tab.page.getByRole('button', { name: 'On another room’s page' }).click();
    const popup = await ask(tab.page, tea);
    await popup.page.getByText('There is no key here that could be given.').waitFor();
    await tab.page.getByText(`There is no key at ${tea.ready.http}.`).waitFor();
  });

  inBrowser('asks for its passphrase first, and yes is another act', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { tab, id } = await personAt(open, tea, shed, { hasPassphrase: true });
    const popup = await ask(tab.page, tea);
    const passphrase = popup.page.getByRole('textbox', { name: 'Your passphrase' });
    await passphrase.fill('correct horse');
    await popup.page.keyboard.press('Enter');
    await popup.page.getByText('That does not open the key.').waitFor();
    assert.equal(await popup.page.getByRole('button', { name: 'Give my key' }).count(), 0);
    await popup.isWellMade();
    await popup.shoot('keys-give-locked');
    await passphrase.fill(PASSPHRASE);
    await popup.page.keyboard.press('Enter');
    const yes = popup.page.getByRole('button', { name: 'Give my key' });
    await yes.and(popup.page.locator('[aria-disabled="true"]')).waitFor();
    await yes.and(popup.page.locator('[aria-disabled="false"]')).click();
    await tab.page.getByText(/^You are .* here now\.$/).waitFor();
    assert.equal(await ownId(tab.page), id);
    await popup.page.getByText('Your key is there now.').waitFor();
    await waitForState(popup.page, 'sealed');
  });

  inBrowser('speaks French', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { tab } = await personAt(open, tea, shed, { locale: 'fr-FR' });
    const popup = await ask(tab.page, tea);
    await popup.page.getByRole('button', { name: 'Non, la garder ici' }).waitFor();
    await popup.isWellMade();
    await popup.shoot('keys-give-fr');
  });
});

interface Wish extends BrowserContextOptions {
  readonly hasPassphrase?: boolean;
}

/** Somebody who has a key at one room, and stands at the page of another, with a key that is fresh there. */
async function personAt(open: OpenPage, tea: OurRoom, shed: OurRoom, { hasPassphrase, ...look }: Wish = {}) {
  const tab = await openTab(open, `${tea.ready.http}/settings/key`, look);
  const { page } = tab;
  const id = await ownId(page);
  if (hasPassphrase === true) await setPassphrase(page);
  await page.goto(`${shed.ready.http}/settings/devices`);
  const fresh = await ownId(page);
  assert.notEqual(fresh, id, 'each origin has a key of its own');
  await page.getByRole('button', { name: /^(On another room’s page|Sur la page d’un autre salon)$/ }).click();
  return { tab, id, fresh };
}

/** Asks for the key of a room's page: the window that opens. */
async function ask(page: Page, { ready }: OurRoom): Promise<Tab> {
  await page
    .getByRole('textbox', { name: /^(Address of the other room|Adresse de l’autre salon)$/ })
    .fill(ready.http);
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: /^(Open it and ask|L’ouvrir et demander)$/ }).click();
  return inWindow(await opening);
}
