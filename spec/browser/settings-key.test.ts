import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { PASSPHRASE } from './key-steps.ts';
import { tabTo } from './keyboard.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('the settings of a key', (inBrowser) => {
  inBrowser(
    'the words are shown when asked for, gone when one looks elsewhere, and printed',
    async (open) => {
      await using room = await startOurRoom(TEA);
      const tab = await openTab(open, `${room.ready.http}/settings/backup`);
      const { page } = tab;
      await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
      await tabTo(page, 'Show my 24 words');
      await page.keyboard.press('Enter');
      const words = page.getByRole('list', { name: 'Your 24 words' });
      await words.and(page.locator(':focus')).waitFor();
      assert.equal(await words.getByRole('listitem').count(), 24);
      assert.equal(await words.getAttribute('translate'), 'no');
      await tab.isWellMade();
      await tab.shoot('settings-words');
      await page.emulateMedia({ media: 'print' });
      await words.waitFor();
      assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
      assert.equal(await page.getByRole('navigation').first().isVisible(), false);
      await tab.shoot('settings-words-printed');
      await page.emulateMedia({ media: 'screen' });
      await page.getByRole('button', { name: 'I have written them down' }).click();
      await page.getByText(/^You wrote your words down on/).waitFor();
      assert.equal(await words.count(), 0);
      await page.reload();
      await page.getByText(/^You wrote your words down on/).waitFor();
      await page.getByRole('button', { name: 'Show my 24 words' }).click();
      await words.waitFor();
      await page.getByRole('link', { name: /^Devices/ }).click();
      await page.goBack();
      await page.getByRole('button', { name: 'Show my 24 words' }).waitFor();
      assert.equal(await words.count(), 0);
    },
  );

  inBrowser('a passphrase is set by the keyboard alone', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings/key`);
    const { page } = tab;
    await page.getByRole('link', { name: 'Your key', exact: true }).waitFor();
    await tabTo(page, 'Set a passphrase');
    await page.keyboard.press('Enter');
    const fresh = page.getByRole('textbox', { name: 'New passphrase' });
    await fresh.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('short');
    await page.getByText('Guessed quickly').waitFor();
    await tabTo(page, 'Once more');
    await page.keyboard.type('shore');
    await page.keyboard.press('Enter');
    await page.getByText('The two are not the same.').waitFor();
    await isWellMadeInEveryLook(tab, 'settings-passphrase');
    await page.getByRole('textbox', { name: 'Once more' }).focus();
    await page.keyboard.press('Backspace');
    await page.keyboard.type('t');
    await page.keyboard.press('Enter');
    await page.getByText('That is too short').waitFor();
    await fresh.and(page.locator(':focus')).waitFor();
    await fresh.fill(PASSPHRASE);
    await page.getByText('Strong').waitFor();
    await page.getByRole('textbox', { name: 'Once more' }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('progressbar').waitFor();
    await page.getByText('Your key is closed with it from now on.').waitFor();
    await page.getByRole('button', { name: 'Lock now' }).waitFor();
    await tab.isWellMade();
    assert.deepEqual(tab.complaints, []);
  });
});
