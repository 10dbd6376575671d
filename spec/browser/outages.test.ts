import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type OurRoom, startInPlaceOf, startOurRoom } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { BEHIND, NetworkProxy } from '../network/proxy.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import type { Tab } from './app.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { bothHave, chatOf, guest, rowOf, said, say, throughRoom } from './inside.ts';

const TEA = { name: 'Tea house' };

/**
 * Ann and Bob, who see each other in a room, each in a document that can be told from any that is loaded later. They have
 * no direct connection, over which their words would come whatever becomes of the room.
 */
async function annAndBob(open: OpenPage, room: Pick<OurRoom, 'ready'>): Promise<readonly [Tab, Tab]> {
  const pages = throughRoom(open);
  const tabs = [await guest(pages, room, 'Ann'), await guest(pages, room, 'Bob')] as const;
  const [ann, bob] = tabs;
  await rowOf(ann.page, 'Bob')
    .getByText(/^through the room/)
    .waitFor();
  await rowOf(bob.page, 'Ann')
    .getByText(/^through the room/)
    .waitFor();
  for (const { page } of tabs) await page.evaluate('window.isFirst = true');
  return tabs;
}

/** Waits until a tab is back inside, by its button where it is not so by itself before. */
async function comesBack({ page, isIn }: Tab): Promise<void> {
  await Promise.race([isIn('ready'), page.getByRole('button', { name: 'Try now' }).click()]);
  await isIn('ready');
}

/** Both have all of these, and no page was loaded anew. */
async function nothingIsLost([ann, bob]: readonly [Tab, Tab], texts: readonly string[]): Promise<void> {
  await bothHave([chatOf(ann.page), chatOf(bob.page)], texts);
  for (const { page } of [ann, bob])
    assert.equal(await page.evaluate('window.isFirst'), true, 'no page was loaded anew');
}

describeInBrowser('a room in the browser is back without a reload', (inBrowser) => {
  inBrowser('when its server is started again after a crash', async (open) => {
    await using data = await temporaryDirectory();
    await using before = await startRoomProcess({ ...TEA, data: data.path });
    const tabs = await annAndBob(open, before);
    const [ann, bob] = tabs;
    await say(chatOf(ann.page), 'Before');
    await said(chatOf(bob.page), 'Before').waitFor();
    await before.kill();
    for (const { page, isIn } of tabs) {
      await isIn('reconnecting');
      await page.getByText('The connection to Tea house is lost').waitFor();
    }
    await ann.isWellMade();
    await ann.shoot('room-lost');
    await rowOf(ann.page, 'Bob').waitFor();
    await say(chatOf(ann.page), 'Is anybody there?');
    await say(chatOf(bob.page), 'Hello?');
    await using _after = await startInPlaceOf(before, { data: data.path });
    for (const tab of tabs) await comesBack(tab);
    await said(chatOf(ann.page), 'Is anybody there?').getByText('Read by Bob').first().waitFor();
    await nothingIsLost(tabs, ['Before', 'Is anybody there?', 'Hello?']);
  });

  inBrowser('when the network was silent, then gone', async (open) => {
    await using network = await NetworkProxy.before();
    const { port } = network;
    await using room = await startOurRoom({ ...TEA, flags: ['--host', BEHIND, '--http-port', `${port}`] });
    const tabs = await annAndBob(open, { ready: { ...room.ready, http: `http://127.0.0.1:${port}` } });
    const [ann, bob] = tabs;
    network.pause();
    await say(chatOf(ann.page), 'From the tunnel');
    await network.refuse();
    await ann.page.context().setOffline(true);
    await ann.page.getByText('This device is offline').waitFor();
    await bob.isIn('reconnecting');
    await say(chatOf(bob.page), 'From the station');
    await network.allow();
    network.resume();
    await ann.page.context().setOffline(false);
    for (const { isIn } of tabs) await isIn('ready');
    await nothingIsLost(tabs, ['From the tunnel', 'From the station']);
  });

  inBrowser('when the tab was asleep while its server was started again', async (open) => {
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ ...TEA, data: data.path });
    const tabs = await annAndBob(open, before);
    const [ann, bob] = tabs;
    const wake = await fallAsleep(ann.page);
    await before.stop();
    await using _after = await startInPlaceOf(before, { data: data.path });
    await bob.isIn('ready');
    await say(chatOf(bob.page), 'You sleep');
    await rowOf(bob.page, 'Ann').waitFor({ state: 'detached' });
    await wake();
    await nothingIsLost(tabs, ['You sleep']);
  });

  inBrowser('but not where another room is in its place: nobody goes in by mistake', async (open) => {
    await using before = await startRoomProcess(TEA);
    const ann = await guest(open, before, 'Ann');
    await before.kill();
    await using _other = await startInPlaceOf(before, TEA);
    await ann.page.getByRole('heading', { name: 'This is another room now' }).waitFor();
    await ann.isIn('ended');
    await ann.isWellMade();
    await ann.shoot('room-other-key');
    await ann.page.getByRole('button', { name: 'Leave', exact: true }).click();
    await ann.isIn('ready');
  });
});

/**
 * Stops all script of a page, as browsers do with tabs that nobody looks at (they freeze none that is shown, and here all
 * are). Answers what wakes it.
 */
async function fallAsleep(page: Page): Promise<() => Promise<void>> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Debugger.enable');
  const asleep = new Promise<unknown>((resolve) => devTools.once('Debugger.paused', resolve));
  await devTools.send('Debugger.pause');
  const lastStir = page.evaluate('0');
  await within('the page to sleep', asleep);
  return async () => {
    await devTools.send('Debugger.resume');
    await lastStir;
    await devTools.detach();
  };
}
