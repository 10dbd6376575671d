import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, peopleOf } from './inside.ts';
import { tabTo } from './keyboard.ts';
import { shareScreen, showLetter } from './letter.ts';
import { seesPicture } from './read-picture.ts';

/** The tab that is shared. */
const TITLE = 'A letter of several sources';
const PICTURE = "Ann's screen";
const TEA = { name: 'Tea house' };

describeInBrowser(
  'what is shared from a page',
  (inBrowser) => {
    inBrowser('a camera takes the place of a tab, as whoever shares it sees, too', async (open) => {
      await using room = await startOurRoom(TEA);
      await using _letter = await showLetter(open, TITLE);
      const ann = await guest(open, room, 'Ann', { permissions: ['camera'] });
      const bob = await guest(open, room, 'Bob');
      await shareScreen(ann.page);
      await seesPicture(bob.page, PICTURE);
      await ann.page.getByRole('button', { name: 'Change what is shown' }).click();
      await ann.page.getByRole('menuitem', { name: 'A camera', exact: true }).click();
      await ann.page.getByRole('heading', { name: 'You share your camera' }).waitFor();
      await ann.page.locator('or-sharing-bar').getByText('You share your camera').waitFor();
      await bob.page.locator('.way[title^="1280 × 720"]').waitFor();
      await bob.page.setViewportSize({ width: 390, height: 800 });
      await chatOf(bob.page).waitFor();
      await peopleOf(bob.page).waitFor({ state: 'detached' });
      assert.deepEqual([...ann.complaints, ...bob.complaints], []);
    });

    inBrowser('with keys alone: D shares, W and + arrange, S fills the screen', async (open) => {
      await using room = await startOurRoom(TEA);
      await using _letter = await showLetter(open, TITLE);
      const ann = await guest(open, room, 'Ann');
      await ann.page.locator('or-room-bar h1').focus();
      await ann.page.keyboard.press('d');
      await ann.page.getByRole('button', { name: 'Stop sharing', exact: true }).waitFor();
      const { page } = await guest(open, room, 'Bob');
      await seesPicture(page, PICTURE);
      await tabTo(page, 'Full screen');
      await page.keyboard.press('Enter');
      await page.locator('or-share-view:fullscreen').waitFor();
      await page.keyboard.press('s');
      await page.locator('or-share-view:not(:fullscreen)').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await page.getByText('Share a screen', { exact: true }).waitFor();
    });
  },
  [...capturing(TITLE), '--use-fake-device-for-media-stream'],
);
