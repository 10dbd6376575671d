import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { call, type ModuleServer, startModuleServer } from './module-server.ts';

/** Two origins, both on this machine. */
const [A, B] = ['localhost', 'b.test'];

/** A person with a key at A, in a new page at B. */
async function newcomer(open: OpenPage, server: ModuleServer, { hasKey = true } = {}) {
  const page = await open();
  await page.goto(server.at(A));
  const id = hasKey ? await call<string>(page, 'give', 'makeKey') : undefined;
  await page.goto(server.at(B));
  await call(page, 'take', 'show', server.at(A, '/transfer'));
  return { page, id };
}

/** Presses the button, and lets the page that opens ask its person. */
async function ask(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Use the key that I have' }).click();
  const popup = await opened;
  await popup.waitForLoadState();
  assert.equal(await call(popup, 'give', 'show'), true);
  return popup;
}

describeInBrowser('a key that goes from one origin to another', (inBrowser) => {
  inBrowser('goes when its person says so, who is told where to', async (open) => {
    await using server = await startModuleServer();
    const { page, id } = await newcomer(open, server);
    const popup = await ask(page);
    const origin = new URL(server.at(B)).origin;
    await popup.getByText(`asking ${origin} plain`).waitFor();
    const yes = popup.getByRole('button', { name: 'Give my key' });
    assert.equal(await yes.isDisabled(), true, 'not before it was seen');
    await yes.click();
    await page.getByText(`has ${id}`).waitFor();
    await popup.getByText('done').waitFor();
  });

  inBrowser('stays where it is when its person says no, or closes the page, or has none', async (open) => {
    await using server = await startModuleServer();
    const { page } = await newcomer(open, server);
    const declined = await ask(page);
    await declined.getByRole('button', { name: 'No' }).click();
    await page.getByText('declined').waitFor();
    await (await ask(page)).close();
    await page.getByText('closed').waitFor();
    const none = await newcomer(open, server, { hasKey: false });
    await ask(none.page);
    await none.page.getByText('no-key').waitFor();
  });

  inBrowser('is given by no page that nobody opened, or that stands in a frame', async (open) => {
    await using server = await startModuleServer();
    const page = await open();
    await page.goto(server.at(A));
    assert.equal(await call(page, 'give', 'show'), false);
    const { page: other } = await newcomer(open, server);
    const popup = await ask(other);
    await call(popup, 'give', 'frame', server.at(A));
    const [, framed] = popup.frames();
    assert.ok(framed);
    await framed.waitForLoadState();
    assert.equal(await call(framed, 'give', 'show'), false);
  });
});
