import assert from 'node:assert/strict';
import { asOperator } from '../conformance/as-operator.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, goIn, guest } from './inside.ts';
import { tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('an invite', (inBrowser) => {
  inBrowser('says what it makes one, brings one in, and is used up then', async (open) => {
    await using room = await startOurRoom(TEA);
    await asOperator(room, (remote) => remote['settings.set']({ mode: 'restricted' }));
    const wish = { role: 'viewer', uses: 1, note: 'for Bob', notBefore: null, expiresAt: null } as const;
    const made = await asOperator(room, (remote) => remote['invites.create'](wish));
    const link = `${room.ready.http}/room#invite=${encodeURIComponent(made.url)}`;
    const bob = await openTab(open, link);
    await bob.page.getByText('Your link lets you watch in this room.').waitFor();
    await isWellMadeInEveryLook(bob, 'invited');
    await goIn(bob.page, 'Bob');
    await chatOf(bob.page).getByText('You watch here, and cannot write or share.').waitFor();

    const carol = await openTab(open, link);
    await carol.page.getByText('Your link').first().waitFor();
    await carol.page.getByRole('button', { name: 'Join', exact: true }).click();
    await carol.page.getByRole('heading', { level: 1, name: 'This invite has been used up' }).waitFor();
    await isWellMadeInEveryLook(carol, 'invite-used-up');

    const other = await asOperator(room, (remote) => remote['invites.create'](wish));
    await asOperator(room, (remote) => remote['invites.revoke']({ id: other.id }));
    const late = await openTab(open, `${room.ready.http}/room#invite=${encodeURIComponent(other.url)}`);
    await late.page.getByRole('heading', { level: 1, name: 'This invite was taken back' }).waitFor();
  });

  inBrowser('is made and taken back by the keyboard alone', async (open) => {
    await using room = await startOurRoom(TEA);
    const ann = await guest(open, room, 'Ann');
    const { page } = ann;
    await makeMember(room, await ownId(page), 'moderator');
    await page.getByRole('status').getByText('You are a moderator of this room.').waitFor();
    await page.getByRole('button', { name: 'Invite', exact: true }).focus();
    await page.keyboard.press('Enter');
    await tabTo(page, 'Make an invite');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Note');
    await page.keyboard.type('for the garden');
    await isWellMadeInEveryLook(ann, 'invite-form');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your invite' }).and(page.locator(':focus')).waitFor();
    assert.match(await page.getByRole('textbox', { name: 'Link of the invite' }).inputValue(), /\/join\?/);
    await page.getByText('for the garden · member · 1 use left').waitFor();
    await isWellMadeInEveryLook(ann, 'invite-made');
    await tabTo(page, 'Make another');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The invite leads nobody in any more.').waitFor();
    await page.getByText('for the garden').waitFor({ state: 'detached' });
    assert.deepEqual(ann.complaints, []);
  });
});
