import assert from 'node:assert/strict';
import { startRoomProcess } from '../conformance/server-process.ts';
import { isWellMadeInEveryLook, openTab, type Tab, tabOf } from './app.ts';
import { capturing } from './capturing.ts';
import { hiddenGuest } from './hidden-guest.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { chatOf } from './inside.ts';
import { showLetter } from './letter.ts';
import { seesPicture } from './read-picture.ts';

/** The tab that is shared. */
const TITLE = 'Letter to all';
const PICTURE = "Ann's screen";

/** Opens the link that is printed when a room is started first, names the room, and goes in. */
async function owner(open: OpenPage, claim: string | null): Promise<{ ann: Tab; link: string }> {
  assert.ok(claim);
  const ann = tabOf(await open({ locale: 'en-GB' }));
  await ann.page.goto(claim);
  await ann.page.getByRole('textbox', { name: 'Room name' }).fill('Garden');
  await ann.page.getByRole('button', { name: 'Start room' }).click();
  const link = await ann.page.getByRole('textbox', { name: 'Link of the room' }).inputValue();
  await ann.page.getByRole('textbox', { name: 'Your name' }).fill('Ann');
  await ann.page.getByRole('textbox', { name: 'Your name' }).press('Enter');
  await chatOf(ann.page).waitFor();
  return { ann, link };
}

/** Opens a room's link and watches, with one click. */
async function watcher(open: OpenPage, link: string): Promise<Tab> {
  const tab = await openTab(open, link);
  await tab.page.getByRole('button', { name: 'Watch', exact: true }).click();
  return tab;
}

describeInBrowser(
  'a share',
  (inBrowser) => {
    inBrowser('of a tab is begun, watched with one click, stopped, and begun again', async (open) => {
      await using room = await startRoomProcess();
      const { ann, link } = await owner(open, room.ready.claim);
      await using _letter = await showLetter(open, TITLE);
      await ann.page.getByRole('button', { name: 'Share screen', exact: true }).click();
      const stop = ann.page.getByRole('button', { name: 'Stop sharing', exact: true });
      await stop.waitFor();
      const bob = await watcher(open, link);
      await seesPicture(bob.page, PICTURE);
      const carol = await watcher(open, link);
      for (const { page } of [carol, bob]) await seesPicture(page, PICTURE);
      await ann.page.getByText(/^2 watching, \d+ ms behind$/).waitFor();
      await isWellMadeInEveryLook(bob, 'share-watched');
      await isWellMadeInEveryLook(ann, 'share-given');

      await stop.click();
      for (const { page } of [bob, carol])
        await page.getByLabel(PICTURE, { exact: true }).waitFor({ state: 'detached' });
      await ann.page.getByRole('button', { name: 'Share screen', exact: true }).click();
      for (const { page } of [bob, carol]) await seesPicture(page, PICTURE);
      assert.deepEqual([...ann.complaints, ...bob.complaints, ...carol.complaints], []);
    });
  },
  capturing(TITLE),
);

describeInBrowser(
  'a share where no direct connection can be made',
  (inBrowser) => {
    inBrowser('is seen through the room, and whoever watches is told', async (open) => {
      await using room = await startRoomProcess();
      const { ann } = await owner(open, room.ready.claim);
      // Without a relay that the room names, who hides their address has no other way.
      const bob = await hiddenGuest(open, room, 'Bob');
      await using _letter = await showLetter(open, TITLE);
      await ann.page.getByRole('button', { name: 'Share screen', exact: true }).click();
      await seesPicture(bob.page, PICTURE);
      const stage = bob.page.getByRole('region', { name: 'Stage' });
      const way = stage.getByText('through the room').waitFor();
      // What it says in its place tells whether another way was taken, or the share was lost again.
      await way.catch(async (cause: unknown) => {
        throw new Error(`The stage says: ${await stage.innerText()}`, { cause });
      });
    });
  },
  capturing(TITLE),
);
