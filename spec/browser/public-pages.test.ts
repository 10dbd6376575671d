import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';
import { BOB, startPublicRoom } from './public-room.ts';

/** Each width, each colour scheme and each language with two of the others. */
const LOOKS = [
  { width: 1280, colorScheme: 'light', lang: 'en' },
  { width: 1280, colorScheme: 'dark', lang: 'fr' },
  { width: 390, colorScheme: 'light', lang: 'fr' },
  { width: 390, colorScheme: 'dark', lang: 'en' },
] as const;
const PATHS = [
  '/',
  '/alias/bob',
  '/alias/rob',
  '/notice/list',
  '/notice/code-of-conduct',
  '/notice/privacy-policy',
  '/notice/news',
];

describeInBrowser('the pages of aliases and notices', (inBrowser) => {
  for (const { width, colorScheme, lang } of LOOKS) {
    inBrowser(`have no fault of access and fit, ${width} px, ${colorScheme}, ${lang}`, async (open) => {
      await using room = await startPublicRoom();
      const page = await open({ viewport: { width, height: 800 }, colorScheme });
      await page.route('**/app/**', (route) => route.abort());
      for (const path of PATHS) await assertWellMade(page, `${room.http}${path}?lang=${lang}`, lang);
      await page.goto(`${room.aliasHost}/?lang=${lang}`);
      await page.locator('summary').click();
      await assertAccessible(page);
      await room.becomes('restricted');
      for (const path of ['/', '/alias/bob'])
        await assertWellMade(page, `${room.http}${path}?lang=${lang}`, lang);
    });
  }

  inBrowser('lead without script from an alias to the room, and back by the keyboard alone', async (open) => {
    await using room = await startPublicRoom();
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${room.aliasHost}/`);
    await page.getByRole('heading', { level: 1, name: '@bob' }).waitFor();
    await page.getByText('bob is not online right now').waitFor();
    assert.match(
      (await page.getByRole('img', { name: /^Key mark of bob: \w{5}-/ }).innerHTML()) ?? '',
      /<path/,
    );
    const app = await page.getByRole('link', { name: 'Open in your SSB app' }).getAttribute('href');
    const uri = new URL(app ?? '');
    assert.deepEqual([uri.searchParams.get('alias'), uri.searchParams.get('userId')], ['bob', BOB]);
    for (const name of ['Ring bob', 'Open in your SSB app', 'Details']) await tabTo(page, name);
    await page.keyboard.press('Enter');
    await page.getByText('@bob@localhost').waitFor();
    await tabTo(page, 'Garden');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Garden' }).waitFor();
    assert.equal(page.url(), `${room.http}/`);
    await tabTo(page, 'Code of conduct');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Code of conduct' }).waitFor();
    await tabTo(page, 'Français');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Code de conduite' }).waitFor();
    await page.getByText('Ce texte n’existe pas encore en français').waitFor();
    await tabTo(page, 'Aller au salon');
    await page.keyboard.press('Enter');
    await page.getByText('Un salon pour jardiniers').waitFor();
  });

  inBrowser('are in the language of the browser, and say which language a text is in', async (open) => {
    await using room = await startPublicRoom();
    const page = await open({ locale: 'fr-CH', javaScriptEnabled: false });
    await page.goto(`${room.http}/notice/privacy-policy`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    const text = page.getByText('Nichts wird aufbewahrt.');
    assert.equal(await text.locator('xpath=ancestor-or-self::*[@lang][1]').getAttribute('lang'), 'de');
    assert.equal(await page.getByRole('heading', { name: 'Datenschutz' }).getAttribute('lang'), 'de');
  });

  inBrowser('load nothing from elsewhere, whatever a notice holds', async (open) => {
    await using room = await startPublicRoom();
    const page = await open();
    const asked: string[] = [];
    page.on('request', (sent) => asked.push(new URL(sent.url()).origin));
    await page.goto(`${room.http}/notice/code-of-conduct`, { waitUntil: 'networkidle' });
    assert.deepEqual(new Set(asked), new Set([room.http]));
    const rose = page.getByRole('link', { name: 'a rose' });
    assert.equal(await rose.getAttribute('rel'), 'nofollow noopener');
  });

  inBrowser('ring with our client whoever has the alias', async (open) => {
    await using room = await startPublicRoom();
    const page = await open();
    await page.goto(`${room.aliasHost}/`);
    await page.getByRole('link', { name: 'Ring bob' }).click();
    await page.getByRole('heading', { name: 'Ring bob' }).waitFor();
    assert.equal(new URL(page.url()).origin, room.http);
    await page.getByRole('button', { name: 'Ring', exact: true }).click();
    await page
      .getByText('bob is not here at the moment')
      .or(page.getByText(/bob is not .*(here|online)/))
      .waitFor();
  });
});

async function assertWellMade(page: Page, address: string, lang: string): Promise<void> {
  await page.goto(address);
  assert.equal(await page.locator('html').getAttribute('lang'), lang, address);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, address);
  await assertAccessible(page);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, address);
}
