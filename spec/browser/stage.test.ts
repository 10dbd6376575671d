import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, peopleOf, rowOf, said, say } from './inside.ts';
import { shareScreen, showLetter } from './letter.ts';
import { seesPicture } from './read-picture.ts';

/** The tab that is shared. */
const TITLE = 'A letter on the stage';
const PICTURE = "Ann's screen";
const TEA = { name: 'Tea house' };

describeInBrowser(
  'the stage on real pages',
  (inBrowser) => {
    inBrowser(
      'a share is seen at once, stands still while it is paused, and is talked about beside it',
      async (open) => {
        await using room = await startOurRoom(TEA);
        await using _letter = await showLetter(open, TITLE);
        const ann = await guest(open, room, 'Ann');
        const bob = await guest(open, room, 'Bob');
        await shareScreen(ann.page);
        await seesPicture(bob.page, PICTURE);
        const stage = bob.page.getByRole('region', { name: 'Stage', exact: true });
        await stage.getByRole('img', { name: PICTURE, exact: true }).waitFor();
        await stage.getByText(/^(direct|through the room)/).waitFor();
        await bob.page.getByRole('status').getByText('Ann shares a screen').waitFor({ state: 'attached' });
        await say(chatOf(bob.page), 'I see it.');
        await said(chatOf(ann.page), 'I see it.').waitFor();
        await bob.page.getByRole('tab', { name: 'People', exact: true }).click();
        await rowOf(bob.page, 'Ann').waitFor();
        await chatOf(bob.page).waitFor({ state: 'hidden' });
        await isWellMadeInEveryLook(bob, 'stage-watching');
        await ann.page.getByRole('button', { name: 'Pause', exact: true }).click();
        await stage.getByText('Paused by Ann').waitFor();
        await stage.getByRole('img', { name: PICTURE, exact: true }).waitFor();
        await ann.page.getByRole('button', { name: 'Resume', exact: true }).click();
        await stage.getByText('Paused by Ann').waitFor({ state: 'detached' });
        await ann.page.getByRole('link', { name: /^Ann / }).click();
        await ann.page.getByText('You are sharing in Tea house.').waitFor();
        await ann.page.getByRole('button', { name: 'Back to the room' }).click();
        await ann.page.getByRole('button', { name: 'Stop sharing', exact: true }).click();
        await ann.page
          .locator('or-room-controls')
          .getByText('Share screen')
          .and(ann.page.locator(':focus *'))
          .waitFor();
        await stage.waitFor({ state: 'detached' });
        await chatOf(bob.page).waitFor();
        await peopleOf(bob.page).waitFor();
        assert.deepEqual([...ann.complaints, ...bob.complaints], []);
      },
    );

    inBrowser(
      'whoever shares sees who watches, removes somebody by name, and is asked when they leave',
      async (open) => {
        await using room = await startOurRoom(TEA);
        await using _letter = await showLetter(open, TITLE);
        const ann = await guest(open, room, 'Ann');
        await shareScreen(ann.page);
        await ann.page.getByText('Nobody is watching yet', { exact: true }).waitFor();
        const bob = await guest(open, room, 'Bob');
        await seesPicture(bob.page, PICTURE);
        await ann.page.getByRole('button', { name: /^1 watching, [\d.]+ m?s behind$/ }).click();
        await ann.page.getByRole('dialog', { name: 'Who is watching' }).waitFor();
        const dialog = ann.page.locator('or-sharing-bar or-dialog');
        await dialog.getByText(/behind · from you · (direct|through the room)/).waitFor();
        await isWellMadeInEveryLook(ann, 'stage-viewers');
        await dialog.getByRole('button', { name: 'Remove Bob' }).click();
        await ann.page.getByRole('dialog', { name: 'Remove Bob from what you share?' }).waitFor();
        await ann.page.getByRole('button', { name: 'Remove', exact: true }).click();
        await bob.page.getByText('Ann has removed you from what they share.').waitFor();
        await dialog.getByText('Nobody is watching yet.').waitFor();
        await ann.page.keyboard.press('Escape');
        await ann.page.getByRole('button', { name: 'Leave', exact: true }).click();
        await ann.page.getByRole('dialog', { name: 'Leave, and stop sharing?' }).waitFor();
        await ann.page.getByRole('button', { name: 'Stop and leave' }).click();
        await ann.page.getByRole('textbox', { name: 'Alias or link' }).waitFor();
        await bob.page.getByRole('region', { name: 'Stage' }).waitFor({ state: 'detached' });
      },
    );
  },
  capturing(TITLE),
);
