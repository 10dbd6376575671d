import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { assertAccessible } from '../browser/axe.ts';
import { describeInBrowser, type OpenPage } from '../browser/in-browser.ts';
import { type OurRoom, startOurRoom } from './our-room.ts';

const TEA = { name: 'Tea', description: 'All day.\nBring a cup.' };
const LOOKS: BrowserContextOptions[] = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ viewport: { width, height: 800 }, colorScheme })),
);

/** The pages of the server: where the page that browsers run did not come, they are all there is. */
describeInBrowser('the pages in a browser', (inBrowser) => {
  for (const look of LOOKS) {
    inBrowser(
      `have no fault of access and fit, ${look.viewport?.width} px, ${look.colorScheme}`,
      async (open) => {
        await using tea = await startOurRoom(TEA);
        await using fresh = await startOurRoom();
        const page = await withoutApp(open, look);
        const paths = ['/', '/status', '/nowhere'].map((path) => `${tea.ready.http}${path}`);
        for (const address of [...paths, claimLink(fresh)]) {
          await page.goto(address);
          await assertWellMade(page);
        }
        await page.getByRole('button', { name: 'Start room' }).click();
        await page.locator('.error').waitFor();
        await assertWellMade(page);
      },
    );
  }

  inBrowser('the claim link leads by the form to the open room', async (open) => {
    await using room = await startOurRoom();
    const page = await withoutApp(open);
    await page.goto(claimLink(room));
    const code = page.getByRole('textbox', { name: 'Claim code' });
    assert.equal(await code.inputValue(), claimLink(room).split('/').at(-1));
    await page.getByRole('textbox', { name: 'Description' }).fill(TEA.description);
    await page.getByRole('textbox', { name: 'Your SSB id' }).fill('bob');
    await page.getByRole('button', { name: 'Start room' }).click();
    const name = page.getByRole('textbox', { name: 'Room name' });
    await page.getByRole('alert').waitFor();
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    await name.and(page.locator(':focus')).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Description' }).inputValue(), TEA.description);
    await page.getByRole('textbox', { name: 'Your SSB id' }).fill('');
    await name.fill(TEA.name);
    await page.getByRole('button', { name: 'Start room' }).click();
    await page.getByRole('heading', { level: 1, name: TEA.name }).waitFor();
    assert.equal(page.url(), `${room.ready.http}/?opened`);
    await page.getByText('Your room is open.').waitFor();
    assert.equal(await page.locator('.description').textContent(), TEA.description);
  });

  inBrowser('the invite is copied by the button, and without a script it can be read', async (open) => {
    await using room = await startOurRoom(TEA);
    const invite = `${room.address}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`;
    const page = await withoutApp(open, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(room.ready.http);
    const copy = page.getByRole('button', { name: 'Copy link' });
    await copy.press('Enter');
    await page.getByRole('status').getByText('Copied').waitFor();
    assert.ok(await copy.evaluate((button) => button.matches(':focus')), 'the keyboard stays where it was');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), invite);
    const bare = await open({ javaScriptEnabled: false });
    await bare.goto(room.ready.http);
    assert.equal(await bare.getByRole('textbox', { name: 'Invite' }).inputValue(), invite);
    assert.equal(await bare.getByRole('button', { name: 'Copy link' }).count(), 0);
  });

  inBrowser('pages ask no other site for anything, and the policy keeps foreign script out', async (open) => {
    await using room = await startOurRoom({ name: '<img src=x onerror=alert(1)>' });
    const page = await withoutApp(open);
    const asked: string[] = [];
    page.on('request', (sent) => asked.push(new URL(sent.url()).origin));
    await page.goto(room.ready.http, { waitUntil: 'networkidle' });
    assert.deepEqual(new Set(asked), new Set([room.ready.http]));
    const { resolve, promise } = Promise.withResolvers<string>();
    page.on('console', (message) => resolve(message.text()));
    await page.evaluate(
      `const script = document.createElement('script'); script.append('x = 1'); document.body.append(script)`,
    );
    assert.match(await promise, /Content Security Policy|TrustedScript/);
    assert.equal(await page.evaluate('typeof x'), 'undefined');
  });
});

test('a request with a damaged host gets a sentence', async () => {
  await using room = await startOurRoom(TEA);
  const asked = request(room.ready.http, { headers: { host: 'a b/c' } }).end();
  const [answer] = await once(asked, 'response');
  assert.equal(answer.statusCode, 400);
  assert.match(String((await answer.toArray())[0]), /^Cannot read this request/);
});

async function withoutApp(open: OpenPage, options?: BrowserContextOptions): Promise<Page> {
  const page = await open(options);
  await page.route('**/app/**', (route) => route.abort());
  return page;
}

function claimLink({ ready }: OurRoom): string {
  assert.ok(ready.claim, 'the room has no name yet');
  return ready.claim;
}

async function assertWellMade(page: Page): Promise<void> {
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await assertAccessible(page);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, page.url());
}
