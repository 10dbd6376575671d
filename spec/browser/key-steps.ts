import type { Page } from 'playwright-core';
import { type Tab, tabOf } from './app.ts';

/** What tests give keys, where nothing else is asked. */
export const PASSPHRASE = 'correct horse battery staple';

/** As large as our windows are that ask. */
const POPUP = { width: 480, height: 640 };

/** A window that a page has opened, once it is ready. */
export async function inWindow(page: Page): Promise<Tab> {
  const tab = tabOf(page);
  await page.setViewportSize(POPUP);
  await tab.isIn('ready');
  return tab;
}

/** Gives the key of a page a passphrase, in the settings. */
export async function setPassphrase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set a passphrase' }).click();
  await page.getByRole('textbox', { name: 'New passphrase' }).fill(PASSPHRASE);
  await page.getByRole('textbox', { name: 'Once more' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('Your key is closed with it from now on.').waitFor();
}

/** Asks for the words of a key without a passphrase. */
export async function revealWords(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show my 24 words' }).click();
  return shownWords(page);
}

/** The words that a page shows. */
export async function shownWords(page: Page): Promise<string> {
  const items = page.getByRole('list', { name: 'Your 24 words' }).getByRole('listitem');
  await items.last().waitFor();
  return (await items.allTextContents()).join(' ');
}

/** Whether what the browser keeps is sealed: no seed is in it. */
export async function isSealed(page: Page): Promise<boolean> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('open-rooms');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction('keys').objectStore('keys').get('own');
      asking.onsuccess = () => {
        opening.result.close();
        resolve('sealed' in asking.result && !('seed' in asking.result));
      };
    };
  })`);
}
