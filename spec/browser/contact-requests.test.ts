import assert from 'node:assert/strict';
import type { Client } from '@open-rooms/client';
import { becomes } from '../conformance/client/talking.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { openTab } from './app.ts';
import { annIn, follow, named, toContacts } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** From now on this browser takes nothing more. */
const FULL = `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }`;

describeInBrowser('asked by strangers, and ringing contacts', (inBrowser) => {
  inBrowser('what strangers ask waits quietly until it is accepted, declined or blocked', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using eve = await named('Eve', tea);
    await using mallory = await named('Mallory', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await eve.conversations.with(ann).send('May I?');
    await mallory.conversations.with(ann).send('Buy this!');
    await page.getByText('Mallory asks to write to you').waitFor();
    await page.getByText('Eve asks to write to you').waitFor();
    await page.getByRole('link', { name: 'Contacts 2 wait' }).waitFor();
    const asked = page.getByRole('region', { name: 'Requests' }).getByRole('listitem');
    await asked.filter({ hasText: 'Mallory' }).getByRole('button', { name: 'Block' }).click();
    await page.getByText('Mallory is blocked.').waitFor();
    await page.getByRole('heading', { name: 'Requests' }).and(page.locator(':focus')).waitFor();
    await asked.filter({ hasText: 'Eve' }).getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { level: 1, name: 'Eve', exact: true }).waitFor();
    await page.getByText('May I?').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('You may.');
    await page.keyboard.press('Enter');
    await becomes('the answer', eve.conversations.with(ann), (entries) =>
      entries.some(({ text }) => text === 'You may.'),
    );
    await toContacts(page);
    await page.getByText('1 blocked person').click();
    await page.getByRole('link', { name: 'Mallory blocked' }).waitFor();
    await page.getByRole('link', { name: /^Eve in Tea now · accepted/ }).waitFor();
  });

  inBrowser('what has the focus is never lost by an answer', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using eve = await named('Eve', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await eve.conversations.with(ann).send('May I?');
    await page.getByText('Eve asks to write to you').waitFor();
    const requests = page.getByRole('region', { name: 'Requests' });
    const block = requests.getByRole('button', { name: 'Block' });
    await page.evaluate(FULL);
    await block.click();
    await page
      .locator('or-toasts')
      .getByText(/did not keep/)
      .waitFor();
    await block.and(page.locator(':focus')).waitFor();
    await requests.getByRole('button', { name: 'Decline' }).click();
    await requests.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).and(page.locator(':focus')).waitFor();
  });

  inBrowser('the keyboard alone accepts what a stranger asks', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using eve = await named('Eve', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    await eve.conversations.with(ann).send('May I?');
    await page.getByText('Eve asks to write to you').waitFor();
    await tabTo(page, 'Accept');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Eve', exact: true }).waitFor();
    await page.getByText('May I?').waitFor();
  });

  inBrowser('a stranger who rings is shown quietly, too, and answering goes to them', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using eve = await named('Eve', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await toContacts(page);
    const ring = await eve.ring(ann);
    const asked = page.getByRole('region', { name: 'Requests' });
    await asked.getByText('Eve asks to ring you').waitFor();
    await asked.getByRole('button', { name: 'Accept' }).click();
    assert.equal(await ring.answered, 'accepted');
    assert.equal(await page.getByText('Eve asks to ring you').count(), 0);
    await page.getByText('Only the two of you can read what you write here.').waitFor();
    assert.equal(page.url(), `${tea.ready.http}/room`);
  });

  inBrowser('a contact is rung wherever both have been, and met there in private', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom({ name: 'Shed' });
    await using bob = await named('Bob', shed);
    const [room] = bob.rooms.snapshot();
    assert.ok(room);
    await makeMember(shed, bob.id);
    await bob.registerAlias(room, 'bob');
    const tab = await openTab(open, `${tea.ready.http}/contacts`);
    const { page } = tab;
    await follow(page, `@bob@${new URL(shed.ready.http).host}`);
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    const ann = await ownId(page);
    await bob.contacts.accept(ann);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Ringing Bob/ }).waitFor();
    await tab.isWellMade();
    await page.getByRole('button', { name: 'Cancel the ring' }).click();
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    bob.leave(room);
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Bob is not there now' }).waitFor();
    await tab.isWellMade();
    await page.getByRole('button', { name: 'Back to Bob' }).click();
    await bob.join(shed.address);
    const answering = answer(bob);
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await answering;
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.getByText('Only the two of you can read what you write here.').waitFor();
  });
});

/** Takes the next ring. */
async function answer(client: Client): Promise<void> {
  const ringing = Promise.withResolvers<void>();
  using watching = client.rings.watch({
    joined: (ring) => {
      ring.accept();
      ringing.resolve();
    },
    left: () => undefined,
  });
  for (const ring of watching.snapshot) ring.accept();
  await ringing.promise;
}
