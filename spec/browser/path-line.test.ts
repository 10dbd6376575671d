import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, peopleOf, rowOf, said, say, throughRoom } from './inside.ts';

const TEA = { name: 'Tea house', description: 'All day.' };

describeInBrowser('the path line', (inBrowser) => {
  inBrowser('of two pages that see each other says that it is direct, on both', async (open) => {
    await using tea = await startOurRoom(TEA);
    const ann = await guest(open, tea, 'Ann');
    const bob = await guest(open, tea, 'Bob', { locale: 'en-GB' });
    const direct = /^direct, encrypted, \d+ ms$/;
    await rowOf(ann.page, 'Bob').getByText(direct).waitFor();
    await rowOf(bob.page, 'Ann').getByText(direct).waitFor();
    await peopleOf(ann.page).getByRole('listitem', { name: 'Bob', description: direct }).waitFor();
    await isWellMadeInEveryLook(ann, 'path-direct');
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });

  inBrowser('of a browser that makes no direct connections is the one through the room', async (open) => {
    await using tea = await startOurRoom(TEA);
    const bob = await guest(open, tea, 'Bob');
    const ann = await guest(throughRoom(open), tea, 'Ann');
    const { page } = ann;
    const through = /^through the room, encrypted, \d+ ms$/;
    await rowOf(page, 'Bob').getByText(through).waitFor();
    await rowOf(bob.page, 'Ann').getByText(through).waitFor();
    await say(chatOf(bob.page), 'Good morning!');
    await said(chatOf(page), 'Good morning!').waitFor();
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });
});
