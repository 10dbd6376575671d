import type { Page } from 'playwright-core';
import type { OpenPage } from './in-browser.ts';
import { call, startModuleServer } from './module-server.ts';

/** Frames a second: what is coded in them is read back. */
const FRAMES = 5;

/** Opens the tab that is shared: a letter on which somebody writes, below the code of its picture. */
export async function showLetter(open: OpenPage, title: string): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await startModuleServer());
  const letter = await open();
  await letter.goto(server.at('localhost'));
  await call(letter, 'coded', 'show', title, FRAMES);
  return opened.move();
}

/** Shares the tab that the browser chooses by itself. */
export async function shareScreen(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share screen', exact: true }).click();
  await page.getByRole('button', { name: 'Stop sharing', exact: true }).waitFor();
}
