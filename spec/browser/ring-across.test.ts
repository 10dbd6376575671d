import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { makeMember } from '../conformance/make-member.ts';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, LOOKS, openTab, type Tab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { guest, peopleOf, privateOf, rowOf, said, say } from './inside.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };

/** The client of a page. */
const CLIENT = `document.querySelector('or-app').page.clientState.value.client`;

/** What both have said, in the order in which they said it. */
const TALK = [
  ['Ann', 'Have you the **saw**?'],
  ['Bob', 'It hangs behind the door.'],
  ['Ann', 'Thank you!'],
] as const;

describeInBrowser('two rooms on two origins', (inBrowser) => {
  inBrowser('on one’s page somebody of the other is rung, and talked with', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const bob = await guest(open, shed, 'Bob', LOOKS[2]);
    await makeMember(shed, await idOf(bob.page));
    await registerAlias(bob.page, 'bob');
    const ann = await openTab(open, tea.ready.http);
    const annId = await callThemself(ann.page, 'Ann');

    await ann.page.getByRole('textbox', { name: 'Alias or link' }).fill(`@bob@${hostOf(shed)}`);
    await ann.page.keyboard.press('Enter');
    await ann.page.getByRole('heading', { level: 1, name: /^Ringing/ }).waitFor();
    await isAsked(bob);
    await bob.shoot('ring-across-bob-390-light');
    await bob.page.getByRole('button', { name: 'Answer' }).click();

    await ann.page.waitForURL(`${tea.ready.http}/room/${hostOf(shed)}`);
    const pages = { Ann: privateOf(ann.page, 'Bob'), Bob: privateOf(bob.page, 'Ann') };
    for (const [name, text] of TALK) await say(pages[name], text);
    for (const region of Object.values(pages))
      for (const [, text] of TALK) await said(region, text.replaceAll('*', '')).waitFor();
    await say(pages.Bob, 'Bring it back!');
    for (const region of Object.values(pages)) {
      await said(region, 'Bring it back!').waitFor();
      assert.equal(await region.getByRole('article').count(), TALK.length + 1, 'nothing stands there twice');
    }
    await isWellMadeInEveryLook(ann, 'ring-across-ann');
    assert.deepEqual(await attendantsOf(bob.page), [annId], 'the key of the page of Tea is who is in Shed');
    assert.equal(
      await bob.page.evaluate(`${CLIENT}.contacts.relationOf(${JSON.stringify(annId)})`),
      'accepted',
    );
    await pages.Bob.getByRole('button', { name: 'Back', exact: true }).click();
    await rowOf(bob.page, 'Ann').waitFor();
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });
});

/** A stranger who rings is a question among the people, and nothing is heard of it. */
async function isAsked({ page, isWellMade }: Tab): Promise<void> {
  const people = page.getByRole('button', { name: 'People', exact: true, description: '1 new' });
  await people.click();
  await peopleOf(page).getByText('Ann asks to ring you').waitFor();
  await isWellMade();
}

function hostOf({ ready }: OurRoom): string {
  return new URL(ready.http).host;
}

/** Who the page is. */
function idOf(page: Page): Promise<string> {
  return page.evaluate<string>(`${CLIENT}.id`);
}

/** Signs an alias with the key of the page, and registers it at the room that it is in. */
async function registerAlias(page: Page, alias: string): Promise<void> {
  await page.evaluate(`(async () => {
    const client = ${CLIENT};
    const [room] = client.rooms.snapshot();
    await client.registerAlias(room, ${JSON.stringify(alias)});
  })()`);
}

/** Gives the person of a page a name, and answers their id. */
async function callThemself(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Your key' }).waitFor();
  await page.locator('html[data-state=ready]').waitFor({ state: 'attached' });
  return page.evaluate<string>(`new Promise((resolve) => {
    const look = () => {
      const state = document.querySelector('or-app').page.clientState.value;
      if (state === undefined) requestAnimationFrame(look);
      else state.client.setName(${JSON.stringify(name)}).then(() => resolve(state.client.id));
    };
    look();
  })`);
}

async function attendantsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`${CLIENT}.rooms.snapshot().flatMap((room) => room.attendants.snapshot())`);
}
