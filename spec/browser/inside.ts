import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { OurRoom } from '../conformance/server-process.ts';
import { within } from '../stock/deadline.ts';
import { openTab, type Tab } from './app.ts';
import type { OpenPage } from './in-browser.ts';

/** Somebody who has come into a room by its link, under a name, as every guest does. */
export async function guest(
  open: OpenPage,
  { ready }: Pick<OurRoom, 'ready'>,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Tab> {
  const tab = await openTab(open, `${ready.http}/room`, options);
  await goIn(tab.page, name);
  return tab;
}

/** Goes in from the join screen. */
export async function goIn(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await chatOf(page).waitFor();
}

export function chatOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Chat', exact: true });
}

export function peopleOf(page: Page): Locator {
  return page.getByRole('region', { name: 'People', exact: true });
}

/** The row of somebody who is in the room. */
export function rowOf(page: Page, name: string): Locator {
  return peopleOf(page).getByRole('listitem', { name, exact: true });
}

/** Writes into the field of a region, as with the keyboard. */
export async function say(region: Locator, text: string): Promise<void> {
  await region.getByRole('textbox', { name: 'Message' }).fill(text);
  await region.getByRole('button', { name: 'Send' }).click();
}

/** A message in a region, by what is said in it. */
export function said(region: Locator, text: string): Locator {
  return region.getByRole('article').filter({ hasText: text });
}

/** Resolves once the document has a title: it changes a moment after what it counts. */
export async function isTitled(page: Page, title: string): Promise<void> {
  const look = async () => {
    while ((await page.title()) !== title);
  };
  await within(`the title "${title}"`, look());
}

/** Chooses from the menu of somebody in the list. */
export async function choose(page: Page, name: string, item: string): Promise<void> {
  const row = rowOf(page, name);
  await row.getByRole('button', { name: `What you can do with ${name}` }).click();
  await row.getByRole('menuitem', { name: item, exact: true }).click();
}
