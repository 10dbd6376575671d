import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startOurRoom } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, choose, goIn, guest, isTitled, peopleOf, privateOf, rowOf, said, say } from './inside.ts';
import { openProfile } from './profile.ts';

const TEA = { name: 'Tea house' };

/** What is done with a message, from its menu. */
async function act(message: Locator, item: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: 'What can be done with this message' }).click();
  await message.getByRole('menuitem', { name: item }).click();
}

describeInBrowser('people talk in browsers', (inBrowser) => {
  inBrowser('two see each other, talk both ways, change and delete, and see what was read', async (open) => {
    await using room = await startOurRoom(TEA);
    const ann = await guest(open, room, 'Ann');
    const bob = await guest(open, room, 'Bob');
    const [here, there] = [chatOf(ann.page), chatOf(bob.page)];
    await rowOf(ann.page, 'Bob').waitFor();
    await rowOf(bob.page, 'Ann')
      .getByText(/(direct|through the room), encrypted, \d+ ms/)
      .waitFor();

    await say(here, 'Hello **Bob**');
    await said(there, 'Hello Bob').locator('strong', { hasText: 'Bob' }).waitFor();
    // As a person types: what is said of it while the line moves past the room is lost, and said again.
    await Promise.all([
      there.getByRole('textbox', { name: 'Message' }).pressSequentially('Hello there, Ann', { delay: 300 }),
      here.getByText('Bob is writing …').waitFor(),
    ]);
    await say(there, 'Hello Ann');
    await said(here, 'Hello Ann').waitFor();
    await here.getByText('Bob is writing …').waitFor({ state: 'detached' });
    await said(here, 'Hello Bob').getByText('Read by Bob').first().waitFor();

    await act(said(there, 'Hello Ann'), 'Edit');
    await there.getByRole('textbox', { name: 'Message' }).fill('Good evening, Ann');
    await there.getByRole('button', { name: 'Save' }).click();
    await said(here, 'Good evening, Ann').getByText('(edited)').waitFor();
    await said(here, 'Hello Ann').waitFor({ state: 'detached' });

    await act(said(here, 'Hello Bob'), 'Delete');
    await ann.page.getByRole('dialog', { name: 'Delete this message?' }).waitFor();
    await ann.page.getByRole('button', { name: 'Delete' }).click();
    await said(there, 'This message was deleted.').waitFor();
    await said(there, 'Hello Bob').waitFor({ state: 'detached' });
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });

  inBrowser('five talk, a late one gets what is held, and the server reads none of it', async (open) => {
    await using folder = await temporaryDirectory();
    const keptBoxes = join(folder.path, 'boxes');
    await using room = await startRoomProcess({ ...TEA, keptBoxes });
    const names = ['Ann', 'Bob', 'Cleo', 'Dan'];
    const pages = await Promise.all(names.map(async (name) => (await guest(open, room, name)).page));
    for (const page of pages) for (const name of names) await rowOf(page, name).waitFor();
    for (const [index, page] of pages.entries()) await say(chatOf(page), `Xyzzy by ${names[index]}`);
    const eve = await guest(open, room, 'Eve');
    for (const page of [...pages, eve.page])
      for (const name of names) await said(chatOf(page), `Xyzzy by ${name}`).waitFor();
    await say(chatOf(eve.page), 'Xyzzy, too late?');
    for (const page of pages) await said(chatOf(page), 'Xyzzy, too late?').waitFor();
    await say(chatOf(pages[0] ?? eve.page), 'Xyzzy, welcome.');
    for (const page of [...pages, eve.page]) {
      await said(chatOf(page), 'Xyzzy, welcome.').waitFor();
      assert.equal(await chatOf(page).getByRole('article').count(), 6, 'nothing is there twice');
    }
    const seen = await readFile(keptBoxes);
    assert.ok(seen.includes('["tunnel","connect"]'), 'what is the room’s own');
    for (const hidden of ['Xyzzy', 'Cleo', '"chat"', 'peer.about'])
      assert.equal(seen.includes(hidden), false, `"${hidden}" is to be read`);
  });

  inBrowser('a private message is a request, then a conversation; who is blocked is gone', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page: ann } = await guest(open, room, 'Ann');
    const { page: bob } = await guest(open, room, 'Bob');
    await rowOf(ann, 'Bob').waitFor();
    await rowOf(bob, 'Ann').waitFor();
    await choose(bob, 'Ann', 'Write privately');
    await say(privateOf(bob, 'Ann'), 'May I ask you something?');

    await peopleOf(ann).getByText('Somebody asks').waitFor();
    await say(chatOf(bob), 'I have asked Ann something.');
    await said(chatOf(ann), 'I have asked Ann').waitFor();
    assert.equal(await ann.title(), 'Tea house · Open Rooms', 'strangers are quiet');
    await peopleOf(ann).getByRole('button', { name: 'Bob', exact: true }).first().click();
    const aside = privateOf(ann, 'Bob');
    await said(aside, 'May I ask you something?').waitFor();
    await said(privateOf(bob, 'Ann'), 'May I ask').getByText('Sent').waitFor();
    await aside.getByRole('button', { name: 'Accept' }).click();
    await said(privateOf(bob, 'Ann'), 'May I ask').getByText('Read by Ann').first().waitFor();
    await say(aside, 'Ask.');
    await said(privateOf(bob, 'Ann'), 'Ask.').waitFor();

    await aside.getByRole('button', { name: 'Back' }).click();
    await say(privateOf(bob, 'Ann'), 'What time is it?');
    await peopleOf(ann).getByText('What time is it?').waitFor();
    await ann.getByRole('button', { name: 'People', exact: true, description: '1 new' }).waitFor();
    await isTitled(ann, '(1) Tea house · Open Rooms');
    await peopleOf(ann).getByRole('button', { name: 'Bob', exact: true }).first().click();
    await said(aside, 'What time is it?').waitFor();
    await ann
      .getByRole('button', { name: 'People', exact: true, description: '1 new' })
      .waitFor({ state: 'detached' });

    await say(chatOf(bob), 'Something in the room');
    await said(chatOf(ann), 'Something in the room').waitFor();
    await aside.getByRole('button', { name: 'Back' }).click();
    await choose(ann, 'Bob', 'Block');
    await said(chatOf(ann), 'Something in the room').waitFor({ state: 'detached' });
    await rowOf(ann, 'Bob').getByText('blocked').waitFor();
    await peopleOf(ann).getByText('Private messages').waitFor({ state: 'detached' });
  });

  inBrowser('loading the page again comes back inside, with all that was said', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page: ann } = await guest(open, room, 'Ann');
    const { page: bob } = await guest(open, room, 'Bob');
    await say(chatOf(ann), 'Before');
    await said(chatOf(bob), 'Before').waitFor();
    await ann.reload();
    await said(chatOf(ann), 'Before').waitFor();
    await rowOf(ann, 'Bob').waitFor();
    await say(chatOf(ann), 'After');
    await said(chatOf(bob), 'After').waitFor();
    await say(chatOf(bob), 'Welcome back');
    await said(chatOf(ann), 'Welcome back').waitFor();
    assert.equal(await chatOf(ann).getByRole('article').count(), 3, 'nothing stands there twice');
    await ann.getByRole('button', { name: 'Leave', exact: true }).click();
    await rowOf(bob, 'Ann').waitFor({ state: 'detached' });
    assert.equal(new URL(ann.url()).pathname, '/');
  });

  inBrowser('who closes the browser and comes back finds the conversation and the contact', async (open) => {
    await using room = await startOurRoom(TEA);
    await using folder = await temporaryDirectory();
    const { page: bob } = await guest(open, room, 'Bob');
    {
      await using profile = await openProfile(folder.path);
      const { page: ann } = profile;
      await ann.goto(`${room.ready.http}/room`);
      await goIn(ann, 'Ann');
      await choose(ann, 'Bob', 'Follow');
      await rowOf(ann, 'Bob').getByText('following').waitFor();
      await say(chatOf(ann), 'See you tomorrow');
      await said(chatOf(bob), 'See you tomorrow').waitFor();
    }
    await rowOf(bob, 'Ann').waitFor({ state: 'detached' });
    await say(chatOf(bob), 'Sleep well');
    await using profile = await openProfile(folder.path);
    const { page: ann } = profile;
    await ann.goto(room.ready.http);
    await ann.getByRole('button', { name: 'Join', exact: true }).click();
    await said(chatOf(ann), 'See you tomorrow').waitFor();
    await said(chatOf(ann), 'Sleep well').waitFor();
    await rowOf(ann, 'Bob').getByText('following').waitFor();
    await rowOf(bob, 'Ann').waitFor();
  });
});
