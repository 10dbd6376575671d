import assert from 'node:assert/strict';
import type { Client } from '@open-rooms/client';
import { first } from '../conformance/client/person.ts';
import { makeMember } from '../conformance/make-member.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { openTab } from './app.ts';
import { annIn, follow, named, toContacts } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { guest } from './inside.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };

describeInBrowser('a ring is one act', (inBrowser) => {
  inBrowser('who leaves the page that rings has hung up, and does not ring by coming back', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const { tab, ann } = await annIn(open, tea);
    const { page } = tab;
    await bob.contacts.accept(ann);
    const rung = countRings(bob);
    await toContacts(page);
    await follow(page, bob.id);
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    const ring = await first('the ring', bob.rings, () => true);
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    assert.equal(await ring.ended, 'gone');
    await page.getByRole('link', { name: /^Bob/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    await page.getByRole('button', { name: 'Ring', exact: true }).waitFor();
    assert.equal(rung(), 1);
  });

  inBrowser('the room in which somebody was rung is found, though they have left it', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    await using bob = await named('Bob', shed);
    const [room] = bob.rooms.snapshot();
    assert.ok(room);
    await makeMember(shed, bob.id);
    await bob.registerAlias(room, 'bob');
    const { page, complaints } = await openTab(open, `${tea.ready.http}/contacts`);
    await bob.contacts.accept(await ownId(page));
    await follow(page, `@bob@${new URL(shed.ready.http).host}`);
    await page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    (await first('the ring', bob.rings, () => true)).decline();
    await page.getByRole('heading', { level: 1, name: 'Bob cannot talk now.' }).waitFor();
    bob.leave(room);
    await page.evaluate(`new Promise((resolve) => {
      const { client } = document.querySelector('or-app').page.clientState.value;
      const look = () => (client.peer(${JSON.stringify(bob.id)}) ? requestAnimationFrame(look) : resolve());
      look();
    })`);
    await page.getByRole('button', { name: 'Go to the room' }).click();
    await page.getByRole('heading', { level: 1, name: 'Shed' }).waitFor();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  inBrowser('a stranger who rings is seen at the door of another room, too', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const { page } = await guest(open, tea, 'Ann');
    const [room] = bob.rooms.snapshot();
    assert.ok(room);
    const ann = await first('the browser', room.attendants, () => true);
    await page.evaluate(
      `document.querySelector('or-app').router.go({ screen: 'room', room: 'localhost:1' })`,
    );
    await page.getByRole('heading', { level: 1, name: 'Nobody answers there' }).waitFor();
    const ring = await bob.ring(ann);
    await page.getByRole('status').getByText('Bob asks to ring you').waitFor();
    await page.getByRole('button', { name: 'Answer' }).click();
    assert.equal(await ring.answered, 'accepted');
    await page.getByRole('region', { name: 'Private: Bob', exact: true }).waitFor();
  });
});

/** How often somebody was rung from now on. */
function countRings({ rings }: Client): () => number {
  let count = 0;
  rings.watch({ joined: () => void count++, left: () => undefined });
  return () => count;
}
