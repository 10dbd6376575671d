import assert from 'node:assert/strict';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { OurRoom } from '../conformance/our-room.ts';
import { openTab, type Tab } from './app.ts';
import type { OpenPage } from './in-browser.ts';
import { until } from './page-state.ts';

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

/** Pages of browsers that make no direct connections: whatever is said there goes through the room. */
export function throughRoom(open: OpenPage): OpenPage {
  return async (options) => {
    const page = await open(options);
    await page.addInitScript('delete globalThis.RTCPeerConnection');
    return page;
  };
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

/** Shows the people, unless they are shown. */
export async function toPeople(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'People', exact: true });
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  await peopleOf(page).waitFor();
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

/**
 * Waits until the chats of two show all of these, and what each says then, which comes after whatever else was to come:
 * nothing stands there twice.
 */
export async function bothHave(
  [here, there]: readonly [Locator, Locator],
  texts: readonly string[],
): Promise<void> {
  for (const chat of [here, there]) for (const text of texts) await said(chat, text).waitFor();
  await say(here, 'That was all of mine.');
  await said(there, 'That was all of mine.').waitFor();
  await say(there, 'And of mine.');
  await said(here, 'And of mine.').waitFor();
  for (const chat of [here, there])
    assert.equal(await chat.getByRole('article').count(), texts.length + 2, 'nothing stands there twice');
}

/** Resolves once the document has a title: it changes a moment after what it counts. */
export async function isTitled(page: Page, title: string): Promise<void> {
  await until(page, `document.title === ${JSON.stringify(title)}`);
}

/** The private conversation with somebody, beside the room. */
export function privateOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name: `Private: ${name}`, exact: true });
}

/** Chooses from the menu of somebody in the list. */
export async function choose(page: Page, name: string, item: string): Promise<void> {
  const row = rowOf(page, name);
  await row.getByRole('button', { name: `What you can do with ${name}` }).click();
  await row.getByRole('menuitem', { name: item, exact: true }).click();
}
