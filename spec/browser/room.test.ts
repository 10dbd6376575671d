import assert from 'node:assert/strict';
import { keyWords } from '../../client/ui/elements/key-words.ts';
import { enter, says, talker } from '../conformance/client/talking.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, choose, guest, peopleOf, rowOf, said, say } from './inside.ts';
import { tabTo } from './keyboard.ts';

const TEA = { name: 'Tea house', description: 'All day.' };

const MARKDOWN = `Here is **the plan** for _Saturday_:

1. meet at \`10:30\`
2. bring the [map](https://example.org/map)

> and an umbrella

\`\`\`
ssb-server start
\`\`\``;

const ANSWER = 'I am. See https://example.org/weather first.';

describeInBrowser('a room from the inside', (inBrowser) => {
  inBrowser('alone is the invite, in every look', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await guest(open, room, 'Ann');
    const { page } = tab;
    await page.getByRole('heading', { level: 1, name: 'Tea house' }).waitFor();
    await chatOf(page).getByRole('button', { name: 'Copy link' }).waitFor();
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await peopleOf(page).waitFor({ state: 'detached' });
    await isWellMadeInEveryLook(tab, 'room-alone');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByRole('dialog', { name: 'Invite to Tea house' }).waitFor();
    await page.locator('or-dialog or-invite summary').click();
    await page.getByRole('textbox', { name: 'Invite for SSB apps' }).waitFor();
    await isWellMadeInEveryLook(tab, 'room-invite');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('two talk, and a stranger asks, in every look', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    await bob.setName('Bob');
    const there = await enter(bob, { address: room.wsAddress });
    const tab = await guest(open, room, 'Ann');
    const { page } = tab;
    await rowOf(page, 'Bob')
      .getByText(/through the room, encrypted, \d+ ms/)
      .waitFor();
    await there.send('Good morning! Who is coming along?');
    await there.send(MARKDOWN);
    await said(chatOf(page), 'umbrella').waitFor();
    await say(chatOf(page), ANSWER);
    await says(there, ['Good morning! Who is coming along?', MARKDOWN, ANSWER]);
    there.markRead();
    await said(chatOf(page), 'I am.').getByText('Read by Bob').first().waitFor();
    await isWellMadeInEveryLook(tab, 'room-people');
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await peopleOf(page).waitFor({ state: 'detached' });
    await isWellMadeInEveryLook(tab, 'room-two');
    const ann = there.entries.find(({ mine }) => !mine)?.author;
    assert.ok(ann);
    await bob.conversations.with(ann).send('Psst. Shall we surprise the others with a cake?');
    await page.getByRole('button', { name: 'People', exact: true, description: '1 new' }).click();
    await peopleOf(page).getByText('Shall we surprise').waitFor();
    await isWellMadeInEveryLook(tab, 'room-asks');
    await peopleOf(page).getByRole('button', { name: 'Bob', exact: true }).first().click();
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    await isWellMadeInEveryLook(tab, 'room-request');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('the keyboard alone is enough', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    await bob.setName('Bob');
    const there = await enter(bob, { address: room.wsAddress });
    const { page } = await guest(open, room, 'Ann');
    await page.getByRole('heading', { level: 1, name: 'Tea house' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('c');
    const field = chatOf(page).getByRole('textbox', { name: 'Message' });
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('cp?');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('said with keys');
    await page.keyboard.press('Enter');
    await says(there, ['cp?\nsaid with keys']);
    await page.keyboard.press('ArrowUp');
    await page.getByText('You are changing a message').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You are changing a message').waitFor({ state: 'detached' });

    await tabTo(page, 'Chat');
    await page.keyboard.press('p');
    await peopleOf(page).waitFor({ state: 'detached' });
    await tabTo(page, 'Chat');
    await page.keyboard.press('p');
    await peopleOf(page).getByRole('heading', { name: 'People' }).and(page.locator(':focus')).waitFor();
    await tabTo(page, 'Bob');
    await page.keyboard.press('Enter');
    const aside = page.getByRole('region', { name: 'Private: Bob', exact: true });
    await aside.getByRole('textbox', { name: 'Message' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await peopleOf(page).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await peopleOf(page).waitFor();
    await page.getByRole('log', { name: 'Chat' }).focus();
    await page.keyboard.press('ArrowUp');
    await said(chatOf(page), 'said with keys').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).and(page.locator(':focus')).waitFor();
  });

  inBrowser('says in plain words what is encrypted, and compares keys', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    await bob.setName('Bob');
    await enter(bob, { address: room.wsAddress });
    const tab = await guest(open, room, 'Ann');
    const { page } = tab;
    await page.getByRole('button', { name: 'End-to-end encrypted' }).click();
    await page.getByRole('dialog', { name: 'Nobody in between can read it' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('room-encryption');
    await page.keyboard.press('Escape');
    await choose(page, 'Bob', 'Compare keys');
    await page.getByRole('dialog', { name: 'Compare keys with Bob' }).waitFor();
    await page.locator('or-dialog').getByText(keyWords(bob.id)).waitFor();
    await tab.isWellMade();
    await tab.shoot('room-compare');
  });

  inBrowser('speaks French', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    await bob.setName('Bob');
    const there = await enter(bob, { address: room.wsAddress });
    await there.send('Bonjour');
    const tab = await openTab(open, `${room.ready.http}/room`, { locale: 'fr-FR' });
    const { page } = tab;
    await page.getByRole('button', { name: 'Entrer', exact: true }).click();
    const chat = page.getByRole('region', { name: 'Discussion', exact: true });
    await said(chat, 'Bonjour').waitFor();
    await page.getByText(/par le salon, chiffré, \d+ ms/).waitFor();
    await chat.getByRole('textbox', { name: 'Votre message' }).fill('Salut');
    await chat.getByRole('button', { name: 'Envoyer' }).click();
    await says(there, ['Bonjour', 'Salut']);
    await tab.isWellMade();
    await tab.shoot('room-french');
  });
});
