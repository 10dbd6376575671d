import type { Client } from '@open-rooms/client';
import type { Page } from 'playwright-core';
import { talker } from '../conformance/client/talking.ts';
import type { OurRoom } from '../conformance/our-room.ts';
import { type LOOKS, openTab, type Tab } from './app.ts';
import type { OpenPage } from './in-browser.ts';
import { ownId } from './page-state.ts';

/** Somebody of that name, in a room. */
export async function named(name: string, { address }: Pick<OurRoom, 'address'>): Promise<Client> {
  const client = await talker();
  await client.setName(name);
  await client.join(address);
  return client;
}

/** Ann's tab, inside the room of its server. */
export async function annIn(
  open: OpenPage,
  { ready }: OurRoom,
  look: (typeof LOOKS)[number] = {},
): Promise<{ readonly tab: Tab; readonly ann: Client['id'] }> {
  const tab = await openTab(open, `${ready.http}/room`, look);
  await tab.page.getByRole('button', { name: 'Join' }).click();
  await tab.page.getByRole('button', { name: 'Leave' }).waitFor();
  return { tab, ann: await ownId(tab.page) };
}

/** Goes to the contacts without leaving the rooms, as the links of the page do. */
export async function toContacts(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('or-app').router.go({ screen: 'contacts', id: null })`);
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
}

export async function follow(page: Page, who: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await page.getByRole('textbox', { name: 'Alias or id' }).fill(who);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Write privately' }).waitFor();
}

export async function inMenu(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).locator('visible=true').click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Imports a book: a path, or a book's text. */
export async function importBook(page: Page, book: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await inMenu(page, 'Contact book', 'Import contacts');
  const text = { name: 'book.json', mimeType: 'application/json', buffer: Buffer.from(book) };
  await (await choosing).setFiles(book.startsWith('{') ? text : book);
}

/** A book of people with names and places, one of them blocked. */
export function bookOf(count: number): string {
  const names = ['Carol', 'Dave', 'Élodie', 'Fatima', 'Grace', 'Heinrich', 'Ingrid'];
  const key = (of: number) => Buffer.alloc(32, of * 31 + 5).toString('base64');
  const room = key(99);
  const contacts = names.slice(0, count).map((name, index) => ({
    id: `@${key(index)}.ed25519`,
    relation: index === 1 ? 'blocked' : 'followed',
    name,
    since: 1_700_000_000_000 + index,
    reach: [
      {
        room: `@${room}.ed25519`,
        addresses: `net:garden.example:8008~shs:${room}`,
        alias: `@${name.normalize('NFD').replace(/\W/g, '').toLowerCase()}@garden.example`,
        seenAt: Date.now() - index * 50_000_000,
      },
    ],
  }));
  return JSON.stringify({ format: 'open-rooms-contacts', version: 1, contacts });
}
