import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';
import { startOurRoom, temporaryDirectory } from '../conformance/server-process.ts';
import { BEHIND, NetworkProxy } from '../network/proxy.ts';
import { ensureBuilt, type Tab } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, rowOf, said, say } from './inside.ts';

/** Waits until both show all of these, and nothing twice. */
async function bothHave(tabs: readonly Tab[], expected: readonly string[]): Promise<void> {
  for (const { page } of tabs) {
    for (const text of expected) await said(chatOf(page), text).waitFor();
    assert.equal(
      await chatOf(page).getByRole('article').count(),
      expected.length,
      'nothing stands there twice',
    );
  }
}

describeInBrowser('a room in the browser is back without a reload', (inBrowser) => {
  inBrowser('when its server is started again after a crash', async (open) => {
    ensureBuilt();
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Tea', data: data.path });
    const port = Number(new URL(before.ready.http).port);
    const tabs = [await guest(open, before, 'Ann'), await guest(open, before, 'Bob')] as const;
    const [ann, bob] = tabs;
    await rowOf(ann.page, 'Bob').waitFor();
    await say(chatOf(ann.page), 'Before');
    await said(chatOf(bob.page), 'Before').waitFor();
    await before.kill();
    for (const { page, isIn } of tabs) {
      await isIn('reconnecting');
      await page.getByText('The connection to Tea is lost').waitFor();
    }
    await ann.isWellMade();
    await ann.shoot('room-lost');
    await say(chatOf(ann.page), 'Is anybody there?');
    await say(chatOf(bob.page), 'Hello?');
    await using _after = await startOurRoom({ data: data.path, flags: ['--http-port', String(port)] });
    await ann.page.getByRole('button', { name: 'Try now' }).click();
    for (const { isIn } of tabs) await isIn('ready');
    await bothHave(tabs, ['Before', 'Is anybody there?', 'Hello?']);
    await say(chatOf(bob.page), 'After');
    await bothHave(tabs, ['Before', 'Is anybody there?', 'Hello?', 'After']);
  });

  inBrowser('when the network was silent, then gone', async (open) => {
    ensureBuilt();
    await using room = await startOurRoom({ name: 'Tea', flags: ['--host', BEHIND] });
    const port = Number(new URL(room.ready.http).port);
    await using network = await NetworkProxy.before(port);
    const place = { ready: { ...room.ready, http: `http://127.0.0.1:${port}` } };
    const tabs = [await guest(open, place, 'Ann'), await guest(open, place, 'Bob')] as const;
    const [ann, bob] = tabs;
    await rowOf(ann.page, 'Bob').waitFor();
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
    await bothHave(tabs, ['From the tunnel', 'From the station']);
  });

  inBrowser('when the tab was asleep while its server was started again', async (open) => {
    ensureBuilt();
    await using data = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Tea', data: data.path });
    const port = Number(new URL(before.ready.http).port);
    const tabs = [await guest(open, before, 'Ann'), await guest(open, before, 'Bob')] as const;
    const [ann, bob] = tabs;
    await rowOf(ann.page, 'Bob').waitFor();
    await sleeps(ann.page, true);
    await before.stop();
    await using _after = await startOurRoom({ data: data.path, flags: ['--http-port', String(port)] });
    await bob.isIn('ready');
    await say(chatOf(bob.page), 'You sleep');
    await sleeps(ann.page, false);
    await bothHave(tabs, ['You sleep']);
    await say(chatOf(ann.page), 'Not any more');
    await bothHave(tabs, ['You sleep', 'Not any more']);
  });
});

/** Freezes a page as browsers do with tabs that nobody looks at, or wakes it. */
async function sleeps(page: Page, isAsleep: boolean): Promise<void> {
  const devTools: CDPSession = await page.context().newCDPSession(page);
  await devTools.send('Page.setWebLifecycleState', { state: isAsleep ? 'frozen' : 'active' });
}
