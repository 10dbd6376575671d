import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab, type Tab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { ownId, waitForState } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };
const PHONE = { viewport: { width: 390, height: 800 }, locale: 'fr-FR' };

describeInBrowser('a key that goes to another device', (inBrowser) => {
  inBrowser('arrives by its link and its code, which are never shown at once', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings/devices`);
    const { page } = tab;
    const id = await ownId(page);
    const { link, code } = await bring(tab);
    assert.ok(link.startsWith(`${room.ready.http}/transfer#open-rooms-key=`));
    const there = await openTab(open, link);
    await there.page.getByRole('heading', { level: 1, name: 'Bring your key here' }).waitFor();
    assert.equal(there.page.url(), `${room.ready.http}/transfer`, 'nothing is left in the address');
    const typed = there.page.getByRole('textbox', { name: 'Code of 20 digits' });
    await typed.fill('1234 5678');
    await there.page.getByRole('button', { name: 'Use this key' }).click();
    await there.page.getByText('The code has 20 digits, and 8 are here.').waitFor();
    await typed.fill('1234 5678 9012 3456 7890');
    await there.page.keyboard.press('Enter');
    await there.page.getByText('That is not the code of this link.').waitFor();
    assert.equal(await typed.inputValue(), '1234 5678 9012 3456 7890', 'a digit can be mended');
    await isWellMadeInEveryLook(there, 'keys-receive');
    await typed.fill(code);
    await there.page.keyboard.press('Enter');
    await there.page
      .getByRole('heading', { level: 1, name: 'Your key is here now' })
      .and(there.page.locator(':focus'))
      .waitFor();
    await isWellMadeInEveryLook(there, 'keys-received');
    await there.page.getByRole('button', { name: 'Go on' }).click();
    await there.page.getByRole('heading', { level: 1, name: 'Where would you like to go?' }).waitFor();
    assert.equal(await ownId(there.page), id);
    assert.deepEqual([tab.complaints, there.complaints], [[], []]);
  });

  inBrowser('may be pasted, in French', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/settings/devices`);
    const id = await ownId(tab.page);
    const { link, code } = await bring(tab);
    const there = await openTab(open, `${room.ready.http}/settings/devices`, PHONE);
    const { page } = there;
    await ownId(page);
    await page.getByRole('button', { name: 'Sur un autre appareil' }).click();
    const field = page.getByRole('textbox', { name: 'Lien avec votre clé' });
    await field.fill(room.ready.http);
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByText('Ce n’est pas un lien avec une clé.').waitFor();
    await field.fill(link.slice(0, -4));
    await page.keyboard.press('Enter');
    await page.getByText('Il manque une partie de ce lien').waitFor();
    await there.isWellMade();
    await there.shoot('keys-pasted-fr');
    await field.fill(link);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Code de 20 chiffres' }).fill(code.replaceAll(' ', ''));
    await page.keyboard.press('Enter');
    await page.getByText(/^Vous êtes maintenant/).waitFor();
    assert.equal(await ownId(page), id);
  });

  inBrowser('is not made on the page that takes one, before its person goes on', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page } = await openTab(open, `${room.ready.http}/transfer`);
    await page.getByRole('button', { name: 'I have 24 words' }).click();
    await page.getByRole('textbox', { name: 'Your 24 words' }).waitFor();
    await waitForState(page, 'none');
  });
});

/** The link and the code of a tab's key, as its person reads them. */
async function bring(tab: Tab): Promise<{ link: string; code: string }> {
  const { page } = tab;
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { level: 3, name: 'Step 1 of 2' }).and(page.locator(':focus')).waitFor();
  const link = page.getByRole('textbox', { name: 'Link for the other device' });
  const text = await link.inputValue();
  assert.equal(await page.getByText(/^(\d{4} ){4}\d{4}$/).count(), 0);
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await isWellMadeInEveryLook(tab, 'keys-link');
  await page.getByRole('button', { name: 'It is open there' }).click();
  const code = (await page.getByRole('group', { name: 'Code' }).textContent()) ?? '';
  assert.match(code, /^(\d{4} ){4}\d{4}$/);
  assert.equal(await link.count(), 0);
  await isWellMadeInEveryLook(tab, 'keys-code');
  await page.getByRole('button', { name: 'Done' }).click();
  assert.equal(await page.getByText(code).count(), 0);
  return { link: text, code };
}
