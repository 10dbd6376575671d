import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { revealWords } from './key-steps.ts';
import { tabTo } from './keyboard.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

describeInBrowser('the 24 words of a key', (inBrowser) => {
  inBrowser('are the same person in another browser', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/backup`);
    const id = await ownId(page);
    const words = await revealWords(page);
    const tab = await openTab(open, `${room.ready.http}/settings/key`);
    const there = tab.page;
    assert.notEqual(await ownId(there), id);
    await tabTo(there, 'Use the key you have');
    await there.keyboard.press('Enter');
    await there.getByRole('button', { name: 'I have 24 words' }).click();
    const field = there.getByRole('textbox', { name: 'Your 24 words' });
    for (const [wrong, sentence] of [
      [words.replace(/^\S+/, 'xyzzyx'), 'Word 1, “xyzzyx”, is not one of those that there are'],
      [words.replace(/^\S+ /, ''), '1 word is missing: 24 are needed.'],
      [swapped(words), 'they do not fit together'],
    ] as const) {
      await field.fill(wrong);
      await there.getByRole('button', { name: 'Use these words' }).click();
      await there.getByText(sentence).waitFor();
      await field.and(there.locator(':focus')).waitFor();
    }
    await isWellMadeInEveryLook(tab, 'keys-words');
    await field.fill(` ${words.toUpperCase().replaceAll(' ', '\n')} `);
    await there.getByRole('button', { name: 'Use these words' }).click();
    await there.getByText(/^You are .* here now\.$/).waitFor();
    assert.equal(await ownId(there), id);
    assert.equal(await there.getByRole('button', { name: 'Use the key you have' }).count(), 0);
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser(
    'are hidden with the page, though a browser never said that it has printed them',
    async (open) => {
      await using room = await startOurRoom(TEA);
      const { page } = await openTab(open, `${room.ready.http}/settings/backup`);
      await page.evaluate('window.print = () => undefined');
      const words = page.getByRole('list', { name: 'Your 24 words' });
      const goes = async (isHidden: boolean) => {
        await page.evaluate(
          `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true })`,
        );
        await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
      };
      await revealWords(page);
      await page.getByRole('button', { name: 'Print' }).click();
      await goes(true);
      await words.waitFor();
      await goes(false);
      await goes(true);
      await words.waitFor({ state: 'detached' });
      await goes(false);
      await revealWords(page);
      await page.getByRole('button', { name: 'Print' }).click();
      await page.getByRole('button', { name: 'Hide' }).click();
      await revealWords(page);
      await goes(true);
      await words.waitFor({ state: 'detached' });
    },
  );

  inBrowser('are asked for on the way into a room, until people know who is here', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/backup`);
    const id = await ownId(page);
    const words = await revealWords(page);
    const tab = await openTab(open, `${room.ready.http}/room`);
    const offer = tab.page.getByRole('button', { name: 'Use the key you have' });
    await offer.click();
    await tab.page.getByRole('button', { name: 'I have 24 words' }).click();
    await tab.isWellMade();
    await tab.shoot('keys-offer');
    await tab.page.getByRole('textbox', { name: 'Your 24 words' }).fill(words);
    await tab.page.getByRole('button', { name: 'Use these words' }).click();
    await tab.page.getByText(/^You are .* here now\.$/).waitFor();
    assert.equal(await ownId(tab.page), id);
    await offer.waitFor({ state: 'detached' });
    const other = await openTab(open, `${room.ready.http}/room`);
    const there = other.page.getByRole('button', { name: 'Use the key you have' });
    await there.waitFor();
    await other.page.getByRole('button', { name: 'Join' }).click();
    await other.page.getByRole('button', { name: 'Leave' }).waitFor();
    await other.page.goto(`${room.ready.http}/settings/key`);
    await ownId(other.page);
    await other.page.getByRole('button', { name: 'Set a passphrase' }).waitFor();
    await there.waitFor({ state: 'detached' });
  });

  inBrowser('replace a key that people know only when its person says so', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/settings/backup`);
    const id = await ownId(page);
    const words = await revealWords(page);
    const tab = await openTab(open, `${room.ready.http}/room`);
    const there = tab.page;
    const known = await ownId(there);
    await there.getByRole('button', { name: 'Join' }).click();
    await there.getByRole('button', { name: 'Leave' }).waitFor();
    await there.goto(`${room.ready.http}/settings/backup`);
    const use = async () => {
      await there.getByRole('textbox', { name: 'Your 24 words' }).fill(words);
      await there.getByRole('button', { name: 'Use these words' }).click();
      await there.getByRole('heading', { name: 'Replace the key that is here?' }).waitFor();
    };
    await use();
    await tab.isWellMade();
    await tab.shoot('keys-replace');
    await there.getByRole('button', { name: 'Keep the one here' }).click();
    assert.equal(await ownId(there), known);
    await use();
    await there.keyboard.press('Escape');
    assert.equal(await ownId(there), known);
    await use();
    await there.getByRole('button', { name: 'Replace it' }).click();
    await there.getByText(/^You are .* here now\.$/).waitFor();
    assert.equal(await ownId(there), id);
  });
});

/** Two of the words in each other's place. */
function swapped(words: string): string {
  const [first = '', ...rest] = words.split(' ');
  const at = rest.findIndex((word) => word !== first);
  return [...rest.slice(0, at + 1), first, ...rest.slice(at + 1)].join(' ');
}
