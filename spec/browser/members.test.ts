import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { asOperator } from '../conformance/as-operator.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, peopleOf, rowOf, toPeople } from './inside.ts';
import { tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('roles in a room', (inBrowser) => {
  inBrowser('who only watches has nothing to write and share with, and is told why', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await guest(open, room, 'Ann');
    const { page } = tab;
    const id = await ownId(page);
    await makeMember(room, id, 'participant');
    await page.getByRole('status').getByText('You are a member of this room.').waitFor();
    await asOperator(room, (remote) =>
      remote['members.setRole']({ who: id, role: 'viewer', reason: 'For today.' }),
    );
    await page.getByRole('status').getByText('You watch in this room. Reason: For today.').waitFor();
    const why = chatOf(page).getByText('You watch here, and cannot write or share.');
    await why.waitFor();
    assert.equal(await chatOf(page).getByRole('textbox', { name: 'Message' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Share screen' }).count(), 0);
    await isWellMadeInEveryLook(tab, 'viewer');
    await asOperator(room, (remote) =>
      remote['members.setRole']({ who: id, role: 'participant', reason: '' }),
    );
    await chatOf(page).getByRole('textbox', { name: 'Message' }).waitFor();
    await page.getByRole('button', { name: 'Share screen', exact: true }).waitFor();
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('a moderator changes, removes, bans and lifts, by the keyboard alone', async (open) => {
    await using room = await startOurRoom(TEA);
    const ann = await guest(open, room, 'Ann');
    const bob = await guest(open, room, 'Bob');
    await makeMember(room, await ownId(bob.page), 'participant');
    await makeMember(room, await ownId(ann.page), 'owner');
    const { page } = ann;
    await toPeople(page);
    await rowOf(page, 'Bob').getByText('member', { exact: true }).waitFor();
    await isWellMadeInEveryLook(ann, 'people-roles');

    // The list of members and bans, and a role changed in it.
    await toMembers(page);
    await page.getByRole('dialog', { name: 'Members and bans' }).waitFor();
    await page.getByText('Nobody is banned.').waitFor();
    await isWellMadeInEveryLook(ann, 'members-and-bans');
    await tabTo(page, 'What you can do with the role of Bob');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Make owner' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('End');
    await page.getByRole('menuitem', { name: 'Ban from the room' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Ban Bob from the room?' }).waitFor();
    await isWellMadeInEveryLook(ann, 'ban');
    await tabTo(page, 'Reason');
    await page.keyboard.type('Too loud.');
    await tabTo(page, 'Ban Bob');
    await page.keyboard.press('Enter');

    await bob.page
      .getByRole('heading', { level: 1, name: 'You are banned from this room' })
      .and(bob.page.locator(':focus'))
      .waitFor();
    await bob.page.getByText('Reason: Too loud.').waitFor();
    await isWellMadeInEveryLook(bob, 'banned');

    await toMembers(page);
    await page.getByText('Too loud. · until it is lifted').waitFor();
    await tabTo(page, 'Lift the ban of Bob');
    await page.keyboard.press('Enter');
    await page.getByText('Nobody is banned.').waitFor();
    await page.keyboard.press('Escape');
    await tabTo(bob.page, 'Try again');
    await bob.page.keyboard.press('Enter');
    await chatOf(bob.page).waitFor();
    await peopleOf(page).getByText('Bob').waitFor();
    assert.deepEqual(ann.complaints, []);
  });
});

/** Opens the list of members and bans, by the keyboard. */
async function toMembers(page: Page): Promise<void> {
  await tabTo(page, 'You are an owner of this room.');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Your alias here' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
}
