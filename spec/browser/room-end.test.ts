import assert from 'node:assert/strict';
import type { Page, WebSocketRoute } from 'playwright-core';
import { portOf, startOurRoom } from '../conformance/our-room.ts';
import { isWellMadeInEveryLook, tabOf } from './app.ts';
import { named } from './contact-book.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, goIn } from './inside.ts';
import { ownId } from './page-state.ts';

const TEA = { name: 'Tea', description: 'All day.' };

/** What a peer says in a handshake; what follows is the first call. */
const HANDSHAKE_MESSAGES = 2;

describeInBrowser('a room that is over for somebody who was inside', (inBrowser) => {
  inBrowser('does not let them in any more: it says so, and they may try again', async (open) => {
    await using tea = await startOurRoom(TEA);
    const page = await open({ locale: 'en-GB' });
    const tab = tabOf(page);
    const door = await doorOf(page, /.*/);
    await page.goto(`${tea.ready.http}/room`);
    await goIn(page, 'Ann');
    await chatOf(page).getByRole('textbox', { name: 'Message' }).focus();
    door.shut();
    const heading = page.getByRole('heading', {
      level: 1,
      name: 'The room does not let you in any more',
    });
    await heading.and(page.locator(':focus')).waitFor();
    await tab.isIn('ended');
    await page.getByText('it does not let this key in').waitFor();
    await isWellMadeInEveryLook(tab, 'room-not-let-in');
    door.open();
    await page.getByRole('button', { name: 'Try again' }).click();
    await chatOf(page).waitFor();
    await tab.isIn('ready');
    assert.equal(await heading.count(), 0);
    assert.deepEqual(tab.complaints, []);
  });

  inBrowser(
    'is no place for what strangers ask: who rings through another one is seen there, too',
    async (open) => {
      await using tea = await startOurRoom(TEA);
      await using shed = await startOurRoom({ name: 'Shed' });
      await using bob = await named('Bob', shed);
      const page = await open({ locale: 'en-GB' });
      const door = await doorOf(page, new RegExp(`:${portOf(tea.ready.http)}/`));
      await page.goto(`${tea.ready.http}/room`);
      await goIn(page, 'Ann');
      const ann = await ownId(page);
      await page.evaluate(
        `document.querySelector('or-app').page.clientState.value.client.join('${shed.wsAddress}')`,
      );
      door.shut();
      await page.getByRole('heading', { level: 1, name: 'The room does not let you in any more' }).waitFor();
      const ring = await bob.ring(ann);
      await page.getByRole('status').getByText('Bob asks to ring you').waitFor();
      await page.getByRole('button', { name: 'Decline' }).click();
      assert.equal(await ring.answered, 'declined');
    },
  );
});

/** What stands between a page and its room: shut, it hangs up on whoever has proven their key. */
async function doorOf(page: Page, address: RegExp): Promise<{ open(): void; shut(): void }> {
  const inside = new Set<WebSocketRoute>();
  let isShut = false;
  await page.routeWebSocket(address, (socket) => {
    const room = socket.connectToServer();
    let said = 0;
    inside.add(socket);
    socket.onMessage((message) => {
      said++;
      if (isShut && said > HANDSHAKE_MESSAGES) void socket.close();
      else room.send(message);
    });
  });
  return {
    open: () => {
      isShut = false;
    },
    shut: () => {
      isShut = true;
      for (const socket of inside) void socket.close();
    },
  };
}
