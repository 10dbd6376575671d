import assert from 'node:assert/strict';
import { type OurRoom, startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, openTab, type Tab } from './app.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';

const TEA = { name: 'Tea house' };

/** What a page answers whose system forbids it to capture. */
const FORBIDDEN = `Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', {
  value: () => Promise.reject(new DOMException('Permission denied by system', 'NotAllowedError')),
})`;

/** What a page answers whose person closes what asks them. */
const CANCELLED = `Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', {
  value: () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')),
})`;

/** A browser that captures no screens, such as those of phones. */
const WITHOUT = 'delete MediaDevices.prototype.getDisplayMedia';

describeInBrowser('the ways to the stage', (inBrowser) => {
  inBrowser('a share that the system forbids says so, and what next', async (open) => {
    await using room = await startOurRoom(TEA);
    const ann = await shareIn(open, room, FORBIDDEN);
    await ann.page.getByRole('dialog', { name: 'The browser does not let this page see that' }).waitFor();
    await ann.page.getByRole('button', { name: 'Try again', exact: true }).waitFor();
    await isWellMadeInEveryLook(ann, 'share-blocked');
  });

  inBrowser('whoever closes the question shares nothing, and is told no more', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page, complaints } = await shareIn(open, room, CANCELLED);
    await page.getByText('Nothing is shared.', { exact: true }).waitFor();
    assert.equal(await page.locator('or-dialog dialog[open]').count(), 0);
    assert.equal(await page.getByRole('region', { name: 'Stage' }).count(), 0);
    assert.deepEqual(complaints, []);
  });

  inBrowser('a browser that shares no screen says so, and what it can share', async (open) => {
    await using room = await startOurRoom(TEA);
    const { page, complaints } = await shareIn(open, room, WITHOUT);
    await page.getByRole('dialog', { name: 'This browser cannot share a screen' }).waitFor();
    const dialog = page.locator('or-room-dialogs');
    await dialog.getByRole('button', { name: 'Share a camera' }).waitFor();
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Share a video file' }).click();
    await chooser;
    assert.deepEqual(complaints, []);
  });

  inBrowser('a page over plain http names what it needs to share', async (open) => {
    await using room = await startOurRoom(TEA);
    const place = room.ready.http.replace('127.0.0.1', 'tea.test');
    const tab = await openTab(open, `${place}/room`);
    await tab.page.getByRole('button', { name: 'Join', exact: true }).click();
    await tab.page.getByRole('button', { name: 'Share screen', exact: true }).click();
    await tab.page.getByRole('dialog', { name: 'Sharing needs https' }).waitFor();
    await tab.page.locator('or-dialog').getByText('open-rooms start --tls self-signed').waitFor();
    await tab.page.getByRole('button', { name: 'Copy the command' }).waitFor();
    await tab.isWellMade();
    await tab.shoot('share-insecure');
  });

  inBrowser('whoever only watches goes in with one click, and sees that nothing is on', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/room`);
    await isWellMadeInEveryLook(tab, 'join-watch');
    await tab.page.getByRole('button', { name: 'Watch', exact: true }).click();
    await tab.page.getByRole('region', { name: 'Stage' }).getByText('Nothing is on yet').waitFor();
    await isWellMadeInEveryLook(tab, 'stage-nothing');
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser('speaks French', async (open) => {
    await using room = await startOurRoom(TEA);
    const tab = await openTab(open, `${room.ready.http}/room`, { locale: 'fr-FR' });
    await tab.page.getByRole('button', { name: 'Regarder', exact: true }).click();
    await tab.page.getByRole('region', { name: 'Scène' }).getByText('Rien n’est encore montré').waitFor();
    await tab.page.getByRole('button', { name: 'Partager l’écran', exact: true }).waitFor();
    await tab.page.setViewportSize({ width: 390, height: 800 });
    await tab.isWellMade();
    await tab.shoot('stage-french');
  });
});

/** Somebody in a room whose browser is made so, and who asks to share a screen. */
async function shareIn(open: OpenPage, { ready }: OurRoom, script: string): Promise<Tab> {
  const tab = await openTab(open, `${ready.http}/room`);
  await tab.page.addInitScript(script);
  await tab.page.reload();
  await tab.page.getByRole('button', { name: 'Join', exact: true }).click();
  await tab.page.getByRole('button', { name: 'Share screen', exact: true }).click();
  return tab;
}
