import assert from 'node:assert/strict';
import type { Client, Room } from '@open-rooms/client';
import type { FeedId } from '@open-rooms/protocol';
import { first } from '../conformance/client/person.ts';
import { talker } from '../conformance/client/talking.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { choose, guest, rowOf } from './inside.ts';
import { tabTo } from './keyboard.ts';

const TEA = { name: 'Tea house' };

/** The client of a page. */
const CLIENT = `document.querySelector('or-app').page.clientState.value.client`;

/** Bob, who is in the room before the browser comes. */
async function bobIn(address: string): Promise<{ bob: Client; room: Room }> {
  const bob = await talker();
  await bob.setName('Bob');
  return { bob, room: await bob.join(address) };
}

function whoCame(room: Room): Promise<FeedId> {
  return first('the browser', room.attendants, () => true);
}

describeInBrowser('who rings', (inBrowser) => {
  inBrowser('a contact is heard over every page, and met in private', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { bob, room } = await bobIn(tea.wsAddress);
    await using _bob = bob;
    const tab = await guest(open, tea, 'Ann');
    const { page } = tab;
    const ann = await whoCame(room);
    await choose(page, 'Bob', 'Follow');
    await rowOf(page, 'Bob').getByText('following').waitFor();
    await page.getByRole('link', { name: 'Go to the first page' }).click();
    await page.getByRole('textbox', { name: 'Alias or link' }).waitFor();
    const ring = await bob.ring(ann);
    await page.getByRole('alert').getByText('Bob rings you').waitFor();
    await page.getByText('from Tea house').waitFor();
    await isWellMadeInEveryLook(tab, 'rings');
    await page.getByRole('button', { name: 'Answer' }).click();
    assert.equal(await ring.answered, 'accepted');
    await page.getByRole('region', { name: 'Private: Bob', exact: true }).waitFor();
    const again = await bob.ring(ann);
    await page.getByRole('alert').getByText('Bob rings you').waitFor();
    again.cancel();
    await page.getByText('Bob rang you.').waitFor();
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('a stranger is a question: beside the people in the room, quiet on other pages', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { bob, room } = await bobIn(tea.wsAddress);
    await using _bob = bob;
    const tab = await guest(open, tea, 'Ann');
    const { page } = tab;
    const ann = await whoCame(room);
    const ring = await bob.ring(ann);
    await page.getByText('Bob asks to ring you').waitFor();
    assert.equal(await page.getByRole('alert').getByText('Bob').count(), 0);
    await tab.isWellMade();
    await page.getByRole('link', { name: 'Go to the first page' }).click();
    await page.getByRole('status').getByText('Bob asks to ring you').waitFor();
    await tab.shoot('rings-stranger');
    await page.getByRole('button', { name: 'Decline' }).click();
    assert.equal(await ring.answered, 'declined');
  });

  inBrowser('the keyboard alone answers a contact, and declines a stranger', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { bob, room } = await bobIn(tea.wsAddress);
    await using _bob = bob;
    const { page } = await guest(open, tea, 'Ann');
    const ann = await whoCame(room);
    await page.getByRole('link', { name: 'Go to the first page' }).click();
    await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor();
    const strange = await bob.ring(ann);
    await page.getByRole('status').getByText('Bob asks to ring you').waitFor();
    await tabTo(page, 'Decline');
    await page.keyboard.press('Enter');
    assert.equal(await strange.answered, 'declined');
    await page.evaluate(`${CLIENT}.contacts.accept(${JSON.stringify(bob.id)})`);
    const ring = await bob.ring(ann);
    await page.getByRole('alert').getByText('Bob rings you').waitFor();
    await tabTo(page, 'Answer');
    await page.keyboard.press('Enter');
    assert.equal(await ring.answered, 'accepted');
    await page.getByRole('region', { name: 'Private: Bob', exact: true }).waitFor();
  });

  inBrowser('one rings somebody in the room, and hears what became of it', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { bob, room } = await bobIn(tea.wsAddress);
    await using _bob = bob;
    const { page } = await guest(open, tea, 'Ann');
    await bob.contacts.accept(await whoCame(room));
    await choose(page, 'Bob', 'Ring');
    await page.getByText('Ringing Bob …').waitFor();
    (await first('the ring', bob.rings, () => true)).decline();
    await page.getByText('Bob cannot talk now.').waitFor();
    await choose(page, 'Bob', 'Ring');
    (await first('the ring', bob.rings, () => true)).accept();
    await page.getByRole('region', { name: 'Private: Bob', exact: true }).waitFor();
    await page.getByText('Ringing Bob …').waitFor({ state: 'detached' });
  });
});
