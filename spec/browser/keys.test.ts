import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { isSealed, PASSPHRASE, revealWords, setPassphrase, shownWords } from './key-steps.ts';
import { ownId, waitForState, withVault } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('a key with a passphrase', (inBrowser) => {
  inBrowser('is locked when the page is opened again, and opens with it alone', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/key`);
    const id = await ownId(page);
    await setPassphrase(page);
    assert.equal(await isSealed(page), true, 'no bare key is in the database');
    await page.close();
    const again = await openTab(() => page.context().newPage(), room.ready.http);
    await again.page.getByRole('heading', { level: 1, name: 'Your key is locked' }).waitFor();
    const passphrase = again.page.getByRole('textbox', { name: 'Passphrase' });
    await passphrase.fill('correct horse');
    await again.page.getByRole('button', { name: 'Unlock' }).click();
    await again.page.getByText('That does not open the key.').waitFor();
    await passphrase.fill(PASSPHRASE);
    await again.page.getByRole('button', { name: 'Unlock' }).click();
    await again.page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
    assert.equal(await ownId(again.page), id);
  });

  inBrowser('is shown to nobody who only finds the page open, and is locked in every tab', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings/key`);
    const { page } = tab;
    await ownId(page);
    await setPassphrase(page);
    const beside = await openTab(() => page.context().newPage(), `${room.ready.http}/settings/about`);
    await waitForState(beside.page, 'sealed');
    await withVault(beside.page, 'unlock', PASSPHRASE);
    for (const section of [/^Devices/, /^Backup/]) {
      await page.getByRole('link', { name: section }).click();
      const passphrase = page.getByRole('textbox', { name: 'Your passphrase' });
      await passphrase.fill('wrong passphrase');
      await page.keyboard.press('Enter');
      await page.getByText('That does not open the key.').waitFor();
      await passphrase.and(page.locator(':focus')).waitFor();
      await tab.isWellMade();
    }
    await page.getByRole('textbox', { name: 'Your passphrase' }).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Show my 24 words' }).click();
    assert.equal((await shownWords(page)).split(' ').length, 24);
    await page.getByRole('link', { name: /^You and your key/ }).click();
    await page.getByRole('button', { name: 'Lock now' }).click();
    await waitForState(page, 'sealed');
    await waitForState(beside.page, 'sealed');
  });

  inBrowser('that was forgotten is replaced by whoever brings the 24 words', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/backup`);
    const id = await ownId(page);
    const words = await revealWords(page);
    await page.goto(`${room.ready.http}/settings/key`);
    await ownId(page);
    await setPassphrase(page);
    await page.goto(`${room.ready.http}/settings/backup`);
    await waitForState(page, 'sealed');
    await page.getByRole('textbox', { name: 'Your 24 words' }).fill(words);
    await page.getByRole('button', { name: 'Use these words' }).click();
    await waitForState(page, 'open');
    await page.getByRole('link', { name: /^You and your key/ }).click();
    await page.getByText('You came back with the key itself').waitFor();
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('textbox', { name: 'New passphrase' }).fill('another four good words');
    await page.getByRole('textbox', { name: 'Once more' }).fill('another four good words');
    await page.keyboard.press('Enter');
    await page.getByText('Your key is closed with it from now on.').waitFor();
    assert.equal(await ownId(page), id);
    await page.reload();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('textbox', { name: 'Passphrase of now' }).fill('another four good words');
    await page.keyboard.press('Enter');
    await page.getByText('Your key is kept without a passphrase now.').waitFor();
    assert.equal(await isSealed(page), false);
  });
});
