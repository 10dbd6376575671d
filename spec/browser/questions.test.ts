import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { annIn, follow, inMenu, named, toContacts } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, said, say } from './inside.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** Deletes the own message of a page's room, as another device of its person does. */
const DELETE_ELSEWHERE = `(async () => {
  const { client } = document.querySelector('or-app').page.clientState.value;
  const conversation = client.conversations.of(client.rooms.snapshot()[0]);
  const [entry] = conversation.entries;
  await conversation.remove(entry.id);
})()`;

/** Locks the key of a page, as another tab does. */
const LOCK_ELSEWHERE = `(async () => {
  const self = document.querySelector('or-app').page.self.value;
  await self.vault.setPassphrase('lamp river seven moss');
  self.lock();
})()`;

describeInBrowser('what is asked once', (inBrowser) => {
  inBrowser('to delete what another device has deleted meanwhile is no fault', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page, complaints } = await guest(open, tea, 'Ann');
    await say(chatOf(page), 'Hello');
    await said(chatOf(page), 'Hello').hover();
    await page.getByRole('button', { name: 'What can be done with this message' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('dialog', { name: 'Delete this message?' });
    await question.waitFor();
    await page.evaluate(DELETE_ELSEWHERE);
    await page.getByRole('button', { name: 'Delete' }).click();
    await question.waitFor({ state: 'detached' });
    await said(chatOf(page), 'This message was deleted.').waitFor();
    await chatOf(page).getByRole('textbox', { name: 'Message' }).and(page.locator(':focus')).waitFor();
    assert.deepEqual(complaints, []);
  });

  inBrowser('goes with the page that asked it, or the session, and is a no then', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const { tab } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await follow(page, bob.id);
    await page.getByRole('textbox', { name: 'Note' }).fill('Sundays');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const question = await askToUnfollow(page);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await question.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^Bob/ }).click();
    await askToUnfollow(page);
    await page.evaluate(LOCK_ELSEWHERE);
    await page.getByRole('textbox', { name: 'Passphrase' }).waitFor();
    await question.waitFor({ state: 'detached' });
    assert.deepEqual(tab.complaints, []);
  });
});

async function askToUnfollow(page: Page): Promise<Locator> {
  await inMenu(page, 'What you can do with Bob', 'Unfollow');
  const question = page.getByRole('dialog', { name: 'Unfollow Bob?' });
  await question.waitFor();
  return question;
}
