import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { talker } from '../conformance/client/talking.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { until } from '../hostile/deadline.ts';
import { isWellMadeInEveryLook, openTab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { tabTo } from './keyboard.ts';

const TEA = { name: 'Tea', description: 'All day.\nBring a cup.' };
const SHED = { name: 'Shed', description: 'Tools, and time for them.' };

describeInBrowser('the landing page', (inBrowser) => {
  inBrowser('is well made', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const tab = await openTab(open, tea.ready.http);
    const { page } = tab;
    await page.getByRole('heading', { level: 2, name: 'Tea' }).waitFor();
    await page.getByRole('link', { name: 'Your key' }).waitFor();
    await page.getByText('Nobody inside now. Be the first.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'New room' }).count(), 0);
    await isWellMadeInEveryLook(tab, 'landing');
    await go(page, new URL(shed.ready.http).host);
    // There is a Join here as well, for the room of this server.
    await page.getByRole('heading', { level: 1, name: 'Shed' }).waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /^Shed Nobody else inside now/ }).waitFor();
    await isWellMadeInEveryLook(tab, 'landing-known');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('every spelling of a room leads to it', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    const { page } = await openTab(open, tea.ready.http);
    const { host } = new URL(shed.ready.http);
    const spellings = [
      host,
      ` ${host.replace('127.0.0.1', 'LOCALHOST')} `,
      `http://${host}`,
      `http://${host}/room`,
      `${tea.ready.http}/room/${host}`,
      shed.wsAddress,
      `${shed.address};${shed.wsAddress}`,
      `${shed.wsAddress}:SSB+Room+PSK3TLYC2T86EHQCUHBUHASCASE18JBV24=`,
      `ssb:address/multiserver?multiserverAddress=${encodeURIComponent(shed.wsAddress)}`,
    ];
    for (const spelling of spellings) {
      await go(page, spelling);
      await page.getByRole('heading', { level: 1, name: 'Shed' }).waitFor();
      await page.getByText(SHED.description).waitFor();
      await page.goBack();
    }
    await go(page, new URL(tea.ready.http).host);
    await page.getByRole('heading', { level: 1, name: 'Tea' }).waitFor();
    assert.equal(page.url(), `${tea.ready.http}/room`);
  });

  inBrowser('nonsense stays in the field, with a sentence beside it', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http);
    const { page } = tab;
    const field = page.getByRole('textbox', { name: 'Alias or link', exact: true });
    for (const [nonsense, sentence] of [
      ['', /Type where you want to go/],
      ['hello there', /Cannot read host "hello there"/],
      ['@bob', /@bob@room\.example/],
      ['https://room.example/about', /Cannot read alias/],
      ['room.example:99999', /a port is a number/],
    ] as const) {
      await go(page, nonsense);
      await page.locator('.error').filter({ hasText: sentence }).waitFor();
      await field.and(page.locator('[aria-invalid=true]:focus')).waitFor();
      assert.equal(await field.inputValue(), nonsense);
    }
    await tab.isWellMade();
    await tab.shoot('landing-nonsense');
    assert.equal(page.url(), `${tea.ready.http}/`);
  });

  inBrowser(
    'the keyboard alone leads into the room here, and a room one knows is one step away',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      const { page } = await openTab(open, tea.ready.http);
      await page.getByRole('link', { name: 'Your key' }).waitFor();
      await tabTo(page, 'Join');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Tea' }).and(page.locator(':focus')).waitFor();
      await tabTo(page, 'Your name');
      await page.keyboard.type('Ann');
      await page.keyboard.press('Enter');
      const leave = page.getByRole('button', { name: 'Leave' });
      await leave.waitFor();
      await leave.click();
      await page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
      await tabTo(page, 'Join');
      await page.keyboard.press('Enter');
      await leave.waitFor();
    },
  );

  inBrowser('a room one knows tells how many are inside, without going in', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using shed = await startOurRoom(SHED);
    await using bob = await talker();
    await bob.join(shed.address);
    const { page } = await openTab(open, tea.ready.http);
    await go(page, new URL(shed.ready.http).host);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.goto(tea.ready.http);
    // The page asks once, when it is opened: the room may count who has just left it for a moment more.
    await until('the guest to be gone', async () => {
      const told = await fetch(shed.ready.http, { headers: { accept: 'application/json' } });
      return ((await told.json()) as { readonly online: number }).online === 1;
    });
    await page.reload();
    await page.getByRole('link', { name: /^Shed 1 person inside/ }).waitFor();
    await shed.stop();
    await page.reload();
    await page.getByRole('link', { name: /^Shed (.* )?last there/ }).waitFor();
  });

  inBrowser('a new server says who opens its room, and a silent one that it is silent', async (open) => {
    await using room = await startRoomProcess();
    const { page } = await openTab(open, room.ready.http);
    await page.getByRole('heading', { name: 'The room here has no name yet' }).waitFor();
    await room.kill();
    await page.getByRole('button', { name: 'Open the room' }).waitFor();
  });

  inBrowser('over plain http from another machine it says what is off, and the fix', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, tea.ready.http.replace('127.0.0.1', 'plain.test'));
    await page.getByText('--tls self-signed').waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
  });

  inBrowser('speaks French', async (open) => {
    await using tea = await startOurRoom(TEA);
    const tab = await openTab(open, tea.ready.http, {
      locale: 'fr-FR',
      viewport: { width: 390, height: 800 },
    });
    await tab.page.getByRole('textbox', { name: 'Alias ou lien' }).waitFor();
    await tab.page.getByRole('button', { name: 'Entrer' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('landing-fr');
  });
});

async function go(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Alias or link', exact: true }).fill(text);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
}
