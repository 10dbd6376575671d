import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { openTab } from './app.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, choose, goIn, peopleOf, said, say, toPeople } from './inside.ts';
import { shareScreen, showLetter } from './letter.ts';
import { seesPicture } from './read-picture.ts';

/** The tab that is shared. */
const TITLE = 'A letter to be banned from';

describeInBrowser(
  'from the claim of a room to a ban, in browsers',
  (inBrowser) => {
    inBrowser(
      'the owner invites, the member is rung by their alias, watches, and is banned',
      async (open) => {
        await using room = await startOurRoom();
        await using _letter = await showLetter(open, TITLE);

        // The owner claims the room, and makes an invite.
        const owner = await openTab(open, room.ready.claim ?? '');
        await owner.page.getByRole('textbox', { name: 'Room name' }).fill('Tea');
        await owner.page.getByRole('button', { name: 'Start room' }).click();
        await owner.page.getByRole('heading', { level: 1, name: 'Your room is open' }).waitFor();
        await goIn(owner.page, 'Ann');
        await toPeople(owner.page);
        await peopleOf(owner.page).getByText('You are an owner of this room.').waitFor();
        const link = await inviteOf(owner.page);

        // A member comes by it, and registers an alias.
        const member = await openTab(open, `${room.ready.http}/room#invite=${encodeURIComponent(link)}`);
        await member.page.getByText('Your link makes you a member of this room.').waitFor();
        await goIn(member.page, 'Bob');
        await toPeople(member.page);
        await peopleOf(member.page).getByText('You are a member of this room.').waitFor();
        await registerAlias(member.page, 'bob');

        // A third one finds the alias on its page, and rings.
        const third = await open({ locale: 'en-GB' });
        await third.goto(`${room.ready.http}/alias/bob`);
        await third.getByRole('link', { name: /ring/i }).click();
        await third.getByRole('button', { name: 'Ring', exact: true }).click();
        await peopleOf(member.page).getByRole('button', { name: 'Answer' }).click();
        await third.getByRole('region', { name: /^Private/ }).waitFor();
        await third.close();

        // A screen is shared and watched; what is written is read.
        await shareScreen(owner.page);
        await seesPicture(member.page, "Ann's screen");
        await say(chatOf(owner.page), 'Welcome, all.');
        await said(chatOf(member.page), 'Welcome, all.').waitFor();

        // The ban ends both at once, with its reason.
        await toPeople(owner.page);
        await choose(owner.page, 'Bob', 'Ban from the room');
        await owner.page.getByRole('dialog', { name: 'Ban Bob from the room?' }).waitFor();
        await owner.page.getByRole('textbox', { name: 'Reason' }).fill('Sold the letter.');
        await owner.page.getByRole('button', { name: 'Ban Bob', exact: true }).click();
        await member.page.getByRole('heading', { level: 1, name: 'You are banned from this room' }).waitFor();
        await member.page.getByText('Reason: Sold the letter.').waitFor();
        await member.isIn('ended');
        assert.equal(await member.page.locator('or-share-view').count(), 0);
        await owner.page.getByRole('button', { name: 'Chat', exact: true }).click();
        await say(chatOf(owner.page), 'They are gone.');
        await member.page.getByRole('button', { name: 'Try again' }).click();
        await member.page.getByRole('heading', { level: 1, name: 'You are banned from this room' }).waitFor();
        assert.equal(await member.page.getByText('They are gone.').count(), 0);
        assert.deepEqual([...owner.complaints], []);
      },
    );
  },
  [...capturing(TITLE)],
);

/** Makes an invite for one member; answers its link. */
async function inviteOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('dialog', { name: 'Invite to Tea' }).waitFor();
  await page.getByText('Make an invite', { exact: true }).click();
  await page.getByRole('button', { name: 'Make the invite' }).click();
  const link = await page.getByRole('textbox', { name: 'Link of the invite' }).inputValue();
  await page.getByText('member · 1 use left').waitFor();
  await page.keyboard.press('Escape');
  return link;
}

async function registerAlias(page: Page, alias: string): Promise<void> {
  await peopleOf(page).getByRole('button', { name: 'You are a member of this room.' }).click();
  await page.getByRole('menuitem', { name: 'Your alias here' }).click();
  await page.getByRole('dialog', { name: 'Your alias here' }).waitFor();
  await page.getByRole('textbox', { name: 'Your alias here' }).fill(alias);
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText(`@${alias}`, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
}
