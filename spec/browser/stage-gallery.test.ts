import assert from 'node:assert/strict';
import { temporaryDirectory } from '../temporary-directory.ts';
import { isWellMadeInEveryLook } from './app.ts';
import { openGallery } from './gallery-page.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';
import { until } from './page-state.ts';

/** What is shown, and what is waited for before it is judged. */
const STAGES = [
  ['one', 'text=good picture'],
  ['theatre', "text=through Bob's browser"],
  ['theatre&grid', "text=through Bob's browser"],
  ['one&sound', 'text=Click to hear'],
  ['paused', 'text=Paused by Ann'],
  ['refused', 'text=This browser cannot show AV1'],
  ['gone', 'text=Ann is gone'],
  ['sharing', 'text=4 watching, 180 ms behind'],
  ['nothing', 'text=Nothing is on yet'],
] as const;

describeInBrowser('the stage of a room', (inBrowser) => {
  inBrowser('is well made in each of its states', async (open) => {
    await using folder = await temporaryDirectory();
    const tab = await openGallery(open, folder.path, 'stage-gallery', '?stage=nothing');
    for (const [query, sign] of STAGES) {
      await tab.page.goto(new URL(`?stage=${query}`, tab.page.url()).href);
      await tab.page.locator(sign).locator('visible=true').first().waitFor();
      await isWellMadeInEveryLook(tab, `stage-${query.replace('&', '-')}`);
    }
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('is enlarged, moved and arranged with the keyboard alone', async (open) => {
    await using folder = await temporaryDirectory();
    const { page } = await openGallery(open, folder.path, 'stage-gallery', '?stage=theatre');
    const picture = page.getByRole('img', { name: "Ann's screen", exact: true });
    await picture.waitFor();
    const first = await picture.boundingBox();
    assert.ok(first);
    const frame = page.locator('or-share-view[place=main] or-zoomed').getByRole('group');
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const width = `document.querySelector('or-stage-gallery').shadowRoot.querySelector('or-stage').shadowRoot
      .querySelector('[place=main]').shadowRoot.querySelector('canvas').getBoundingClientRect()`;
    await until(page, `${width}.width > ${first.width * 1.5}`);
    await page.keyboard.press('ArrowRight');
    await until(page, `${width}.right < ${first.x + first.width * 1.25}`);
    await page.keyboard.press('0');
    await until(page, `Math.abs(${width}.width - ${first.width}) < 1`);
  });

  inBrowser('leaves the focus nowhere, and the sound as loud as it was', async (open) => {
    await using folder = await temporaryDirectory();
    const { page } = await openGallery(open, folder.path, 'stage-gallery', '?stage=theatre&sound');
    await page.getByRole('button', { name: 'Click to hear' }).click();
    const main = page.locator('or-share-view[place=main]');
    const ann = page.getByRole('group', { name: 'Shown by Ann' });
    await main.getByRole('slider', { name: 'Volume' }).fill('0.3');
    await page.getByRole('button', { name: 'Show large' }).first().focus();
    await page.keyboard.press('Enter');
    await main.getByText('Bob', { exact: true }).waitFor();
    await page.locator('or-share-view[place=main] or-zoomed:focus-within').waitFor();
    await page.getByRole('button', { name: 'Show large' }).first().click();
    await main.getByText('Ann', { exact: true }).waitFor();
    assert.equal(await main.getByRole('slider', { name: 'Volume' }).inputValue(), '0.3');
    await tabTo(page, 'Stop watching');
    await page.keyboard.press('Enter');
    await ann.getByRole('button', { name: 'Watch', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await ann.locator('.enlarge:focus').waitFor();
  });

  inBrowser('keys do what they say to what has the focus, where all are as large', async (open) => {
    await using folder = await temporaryDirectory();
    const { page } = await openGallery(open, folder.path, 'stage-gallery', '?stage=theatre&grid');
    const second = page.locator('or-share-view').nth(1);
    await second.getByRole('button', { name: 'Full screen' }).click();
    await page.locator('or-share-view:nth-child(2):fullscreen').waitFor();
    await second.getByRole('button', { name: 'Leave full screen' }).click();
    await second.getByRole('button', { name: 'Full screen', exact: true }).waitFor();
  });
});
