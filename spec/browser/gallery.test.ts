import { temporaryDirectory } from '../temporary-directory.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { openGallery } from './gallery-page.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the elements of the page', (inBrowser) => {
  inBrowser('are well made', async (open) => {
    await using folder = await temporaryDirectory();
    const tab = await openGallery(open, folder.path, 'gallery');
    const { page } = tab;
    await isWellMadeInEveryLook(tab, 'gallery');
    await page.getByRole('button', { name: 'More' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('menuitem', { name: 'Block' }).and(page.locator(':focus')).waitFor();
    await isWellMadeInEveryLook(tab, 'gallery-menu');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied').waitFor();
    await page.getByRole('button', { name: 'Open the dialog' }).click();
    await page.getByRole('dialog', { name: 'Leave the room?' }).waitFor();
    await isWellMadeInEveryLook(tab, 'gallery-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Open the dialog' }).and(page.locator(':focus')).waitFor();
  });
});
