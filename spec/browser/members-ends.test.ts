import { asOperator } from '../conformance/as-operator.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest } from './inside.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('a room that ends for somebody', (inBrowser) => {
  inBrowser('whoever is removed is told so, and may come back as a guest', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page, isIn } = await guest(open, room, 'Bob');
    const id = await ownId(page);
    await makeMember(room, id);
    await page.getByRole('status').getByText('You are a member of this room.').waitFor();
    await asOperator(room, (remote) => remote['members.remove']({ who: id, reason: 'Long away.' }));
    await page.getByRole('heading', { level: 1, name: 'You were removed from this room' }).waitFor();
    await page.getByText('Reason: Long away.').waitFor();
    await isIn('ended');
    await page.getByRole('button', { name: 'Try again' }).click();
    await chatOf(page).waitFor();
  });

  inBrowser('a room for members alone says so to whoever was inside, and to whoever comes', async (open) => {
    await using room = await startOurRoom(TEA);
    const bob = await guest(open, room, 'Bob');
    await asOperator(room, (remote) => remote['settings.set']({ mode: 'restricted' }));
    await bob.page
      .getByRole('heading', { level: 1, name: 'This room is for its members alone now' })
      .waitFor();
    await bob.isIn('ended');
    await isWellMadeInEveryLook(bob, 'restricted-inside');
    const carol = await openTab(open, `${room.ready.http}/room`);
    await carol.page.getByRole('button', { name: 'Join', exact: true }).click();
    await carol.page.getByRole('heading', { level: 1, name: 'The room does not let you in' }).waitFor();
    await carol.page.getByText('Ask somebody who is inside for an invite').waitFor();
    await isWellMadeInEveryLook(carol, 'restricted-outside');
  });
});
