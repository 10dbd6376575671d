import assert from 'node:assert/strict';
import { readInvite } from '@open-rooms/protocol';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { openRooms } from '../conformance/server-process.ts';
import { ssbKeys } from '../stock/packages.ts';
import { assertAccessible } from './axe.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { tabTo } from './keyboard.ts';

const TEA = { name: 'Tea house', description: 'All day.\nBring a cup.' };
/** Each width in each language, each in light and in dark. */
const LOOKS = [
  [1280, 'en', 'light'],
  [1280, 'fr', 'dark'],
  [390, 'en', 'dark'],
  [390, 'fr', 'light'],
] as const;

/** The pages of invites, which no script takes over; here there is none at all, unless it is said. */
describeInBrowser('the pages of an invite', (inBrowser) => {
  for (const [width, lang, colorScheme] of LOOKS) {
    inBrowser(`are well made: ${width} px, ${lang}, ${colorScheme}`, async (open) => {
      await using room = await startOurRoom(TEA);
      const link = await linkOf(room, '--uses', '12', '--note', 'for the tea');
      const page = await bare(open, { viewport: { width, height: 800 }, colorScheme, locale: lang });
      const token = new URL(link).searchParams.get('invite') ?? '';
      for (const [name, path] of [
        ['invite', `/join?invite=${token}`],
        ['apps', `/join-fallback?invite=${token}`],
        ['form', `/join-manually?invite=${token}`],
        ['unknown', `/join?invite=${'A'.repeat(43)}`],
        ['new', '/create-invite'],
      ] as const) {
        await page.goto(`${room.ready.http}${path}`);
        await assertWellMade(page, lang);
        await shoot(page, `${name}-${lang}-${width}-${colorScheme}`);
      }
      await page.getByRole('button').press('Enter');
      await page.locator('#link').waitFor();
      await assertWellMade(page, lang);
      await shoot(page, `made-${lang}-${width}-${colorScheme}`);
    });
  }

  inBrowser('lead by keyboard alone, without script, to membership', async (open) => {
    await using room = await startOurRoom(TEA);
    const page = await bare(open, { viewport: { width: 390, height: 800 } });
    await page.goto(await linkOf(room));
    await page.getByRole('heading', { level: 1, name: 'You are invited to Tea house' }).waitFor();
    await tabTo(page, 'Open in this browser');
    await tabTo(page, 'Open in your SSB app');
    await tabTo(page, 'Other ways');
    await page.keyboard.press('Enter');
    await assertWellMade(page, 'en');
    await shoot(page, 'invite-open-en-390');
    await tabTo(page, 'Join with your SSB id');
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Your SSB id' });
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('@bob');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await assertWellMade(page, 'en');
    await shoot(page, 'form-wrong-en-390');
    assert.equal(await field.inputValue(), '@bob');
    await field.and(page.locator(':focus[aria-invalid=true]')).waitFor();
    await page.keyboard.press('Control+A');
    const { id } = ssbKeys().generate();
    await page.keyboard.type(id);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'You are a member of Tea house' }).waitFor();
    await assertWellMade(page, 'en');
    await shoot(page, 'done-en-390');
    assert.equal(await page.getByRole('textbox', { name: 'Address of the room' }).inputValue(), room.address);
  });

  inBrowser('work in a browser that runs no script at all', async (open) => {
    await using room = await startOurRoom(TEA);
    const page = await open({ javaScriptEnabled: false });
    await page.goto(await linkOf(room));
    await page.locator('summary').click();
    await page.getByRole('link', { name: 'Join with your SSB id' }).click();
    await page.getByRole('textbox', { name: 'Your SSB id' }).fill(ssbKeys().generate().id);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { level: 1, name: 'You are a member of Tea house' }).waitFor();
  });

  inBrowser('lead with script into a room that refuses strangers', async (open) => {
    await using room = await startOurRoom({ ...TEA, flags: ['--mode', 'restricted'] });
    const page = await open();
    const link = await linkOf(room);
    await page.goto(link);
    await page.getByRole('link', { name: 'Open in this browser' }).click();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    // Loaded again, by the same person: the invite is used up, and they are in.
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'This invite does not work' }).waitFor();
  });

  inBrowser('copy their link where script runs, and stay where they are', async (open) => {
    await using room = await startOurRoom(TEA);
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const link = await linkOf(room);
    await page.goto(`${link}&lang=fr`);
    await page.locator('summary').press('Enter');
    await page.getByRole('button', { name: 'Copier le lien' }).press('Enter');
    await page.getByRole('status').getByText('Copié').waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), link);
    assert.equal(page.url(), `${link}&lang=fr`);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'You are invited to Tea house' }).waitFor();
  });
});

/** A page whose scripts do not come: axe, which is one, runs in it all the same. */
async function bare(open: OpenPage, options: BrowserContextOptions): Promise<Page> {
  const page = await open(options);
  await page.route('**/*.js', (route) => route.abort());
  return page;
}

/** The link of an invite that whoever runs the room makes. */
async function linkOf(room: OurRoom, ...flags: string[]): Promise<string> {
  const { stdout } = await openRooms('invite', '--data', room.data, ...flags);
  const invite = readInvite(stdout.trim());
  assert.ok(invite.kind === 'pub');
  return `${room.ready.http}/join?invite=${Buffer.from(invite.seed).toString('base64url')}`;
}

async function assertWellMade(page: Page, lang: string): Promise<void> {
  assert.equal(await page.locator('html').getAttribute('lang'), lang);
  await assertAccessible(page);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, page.url());
}

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['OPEN_ROOMS_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/join-${name}.png`, fullPage: true });
}
