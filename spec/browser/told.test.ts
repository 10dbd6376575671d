import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { openTab } from './app.ts';
import { named } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { choose, guest, rowOf } from './inside.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** From now on this browser takes nothing more. */
const FULL = `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }`;

/** From now on nothing gets into the clipboard of this browser. */
const NO_CLIPBOARD = `
  navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  document.execCommand = () => false;
`;

/** From now on a client that is opened meets a fault of ours. */
const FAULTY = `globalThis.DisposableStack = class { constructor() { throw new TypeError('a fault of ours'); } }`;

/** Sets a passphrase, and locks the key with it, as another tab would. */
const LOCK = `(async () => {
  const self = document.querySelector('or-app').page.self.value;
  await self.vault.setPassphrase('lamp river seven moss');
  self.lock();
})()`;

describeInBrowser('what is told, and what is kept', (inBrowser) => {
  inBrowser('a refusal is told in the person’s language; what is English is marked so', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page, isWellMade } = await openTab(open, tea.ready.http, { locale: 'fr-FR' });
    await page.getByRole('textbox', { name: 'Alias ou lien' }).fill('hello there');
    await page.keyboard.press('Enter');
    const error = page.locator('#destination-error');
    await error.getByText('Cela ne mène à aucun salon').waitFor();
    assert.match((await error.locator('[lang=en]').textContent()) ?? '', /hello there/);
    await isWellMade();
  });

  inBrowser('what a full browser does not keep is told', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using _bob = await named('Bob', tea);
    const { page } = await guest(open, tea, 'Ann');
    await rowOf(page, 'Bob').waitFor();
    await page.evaluate(FULL);
    for (const act of ['Follow', 'Block']) {
      await choose(page, 'Bob', act);
      await page
        .locator('or-toasts')
        .getByText(/did not keep/)
        .first()
        .waitFor();
      await page
        .locator('or-toasts')
        .getByText(/did not keep/)
        .first()
        .waitFor({ state: 'detached' });
    }
  });

  inBrowser('what could not be copied is told as that, and can be read', async (open) => {
    await using tea = await startOurRoom(TEA);
    await using bob = await named('Bob', tea);
    const { page } = await guest(open, tea, 'Ann');
    await rowOf(page, 'Bob').waitFor();
    await page.evaluate(NO_CLIPBOARD);
    await choose(page, 'Bob', 'Copy id');
    await page.locator('or-toasts').getByText(`This browser did not copy it: ${bob.id}`).waitFor();
  });

  inBrowser('a fault of ours that ends the session is no secret', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page, complaints } = await guest(open, tea, 'Ann');
    await page.evaluate(LOCK);
    await page.getByRole('textbox', { name: 'Passphrase' }).fill('lamp river seven moss');
    await page.evaluate(FAULTY);
    await page.keyboard.press('Enter');
    await page.getByText('a fault of ours', { exact: true }).waitFor();
    assert.deepEqual(complaints, ['TypeError: a fault of ours']);
  });

  inBrowser('the name that was typed is there when one has to try again', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/room`);
    await page.getByText('This is you:').waitFor();
    const name = page.getByRole('textbox', { name: 'Your name' });
    await name.fill('a\u202eb');
    await page.getByRole('button', { name: 'Join' }).click();
    await name.and(page.locator('[aria-invalid=true]:focus')).waitFor();
    assert.equal(await name.inputValue(), 'a\u202eb');
    await page.routeWebSocket(/.*/, () => undefined);
    await name.fill('Bob');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Join' }).waitFor();
    assert.equal(await name.inputValue(), 'Bob');
  });

  inBrowser('the words, and the link to another device, go when the key is locked', async (open) => {
    await using tea = await startOurRoom(TEA);
    const { page } = await openTab(open, `${tea.ready.http}/settings/backup`);
    await page.getByRole('button', { name: 'Show my 24 words' }).click();
    const words = page.getByRole('list', { name: 'Your 24 words' });
    await words.waitFor();
    await page.evaluate(LOCK);
    await words.waitFor({ state: 'detached' });
    const other = await openTab(open, `${tea.ready.http}/settings/devices`);
    await other.page.getByRole('button', { name: 'Begin' }).click();
    const link = other.page.getByRole('textbox', { name: 'Link for the other device' });
    await link.waitFor();
    await other.page.evaluate(LOCK);
    await link.waitFor({ state: 'detached' });
  });

  inBrowser(
    'over plain http, which has no clipboard of its own, a dialog is copied from, too',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      const at = tea.ready.http.replace('127.0.0.1', 'plain.test');
      await using bob = await named('Bob', tea);
      const { page } = await guest(open, { ready: { ...tea.ready, http: at } }, 'Ann');
      const field = page.getByRole('textbox', { name: 'Message' });
      const pasted = async () => {
        await field.fill('');
        await field.press('ControlOrMeta+v');
        return field.inputValue();
      };
      await choose(page, 'Bob', 'Copy id');
      await page.getByText('Copied').first().waitFor();
      assert.equal(await pasted(), bob.id);
      await page.getByRole('button', { name: 'Invite', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.locator('or-copy-field').getByText('Copied').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.equal(await pasted(), `${at}/room`);
    },
  );
});
