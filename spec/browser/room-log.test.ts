import assert from 'node:assert/strict';
import { enter, talker } from '../conformance/client/talking.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, isTitled, said, say } from './inside.ts';

const TEA = { name: 'Tea house' };

/** More than a window holds. */
const MANY = 60;

/** What would be a mark of a text that was read as HTML, or that has asked another site for something. */
const HOSTILE = [
  '<img src="https://example.org/pixel" onerror="document.title=1">',
  '![a picture](https://example.org/pixel)',
  '[a link](javascript:document.title=1)',
  '<script>document.title=1</script> **bold**',
  `${'> '.repeat(4_000)}deep`,
].join('\n\n');

/** Writes on the document what the live region of the log gets: what a screen reader says. */
const KEEP_HEARD = `(() => {
  const log = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'or-log') return element;
      const found = element.shadowRoot && log(element.shadowRoot);
      if (found) return found;
    }
  };
  const { dataset } = document.documentElement;
  dataset.heard = '';
  new MutationObserver((changes) => {
    for (const { type, addedNodes, target } of changes) {
      const nodes = type === 'characterData' ? [target] : [...addedNodes];
      const text = nodes.filter(({ nodeType }) => nodeType !== 8).map((node) => node.textContent).join('');
      if (text) dataset.heard += text + '|';
    }
  }).observe(log(document).shadowRoot.querySelector('[aria-live=polite]'), {
    childList: true,
    characterData: true,
    subtree: true,
  });
})()`;

describeInBrowser('the log of a conversation', (inBrowser) => {
  inBrowser('shows a hostile text as text, and asks no other site', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    const there = await enter(bob, { address: room.wsAddress });
    const { page, complaints, origins } = await guest(open, room, 'Ann');
    await there.send(HOSTILE);
    await there.send(HOSTILE.split('\n\n').slice(0, 4).join('\n\n'));
    const shown = said(chatOf(page), 'bold').last();
    await shown.locator('strong', { hasText: 'bold' }).waitFor();
    await shown.getByText('<script>document.title=1</script>').waitFor();
    assert.deepEqual(await shown.locator('img, script').count(), 0);
    for (const link of await shown.getByRole('link').all()) {
      assert.equal(await link.getAttribute('href'), 'https://example.org/pixel', 'the script is none');
      assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow');
    }
    assert.equal(await shown.getByRole('link', { name: 'a picture' }).count(), 1);
    assert.deepEqual([...origins], [room.ready.http]);
    assert.deepEqual(complaints, []);
  });

  inBrowser('reads out what others say, and the same words twice where they are said twice', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    await bob.setName('Bob');
    const there = await enter(bob, { address: room.wsAddress });
    const { page } = await guest(open, room, 'Ann');
    await there.send('Good morning!');
    await said(chatOf(page), 'Good morning!').waitFor();
    await page.evaluate(KEEP_HEARD);
    for (const count of [1, 2]) {
      await there.send('Yes.');
      await said(chatOf(page), 'Yes.')
        .nth(count - 1)
        .waitFor();
      await page.locator(`html[data-heard="${'Bob: Yes.|'.repeat(count)}"]`).waitFor({ state: 'attached' });
    }
  });

  inBrowser('stays where one reads while others talk, and leads to the newest', async (open) => {
    await using room = await startOurRoom(TEA);
    await using bob = await talker();
    const there = await enter(bob, { address: room.wsAddress });
    for (let count = 1; count <= MANY; count++) await there.send(`Line ${count}.`);
    const tab = await guest(open, room, 'Ann');
    const { page } = tab;
    const chat = chatOf(page);
    await said(chat, `Line ${MANY}.`).waitFor();
    const isSeen = async (text: string) =>
      isInside(await said(chat, text).boundingBox(), page.viewportSize());
    assert.equal(await isSeen(`Line ${MANY}.`), true);
    await said(chat, 'Line 10.').scrollIntoViewIfNeeded();
    await chat.getByRole('button', { name: 'To the newest' }).waitFor();
    const place = await said(chat, 'Line 10.').boundingBox();
    assert.ok(place);
    await there.send('News.');
    await chat.getByRole('button', { name: '1 new message' }).waitFor();
    const now = await said(chat, 'Line 10.').boundingBox();
    assert.ok(now !== null && Math.abs(now.y - place.y) < 1, 'nothing has moved');
    await isTitled(page, '(1) Tea house · Open Rooms');
    await tab.isWellMade();
    await tab.shoot('room-log-above');
    await chat.getByRole('button', { name: '1 new message' }).click();
    await said(chat, 'News.').waitFor();
    await isTitled(page, 'Tea house · Open Rooms');
    assert.equal(await isSeen('News.'), true);
    await chat.getByRole('separator', { name: 'New' }).waitFor();
    await say(chat, 'Thanks.');
    await chat.getByRole('separator', { name: 'New' }).waitFor({ state: 'detached' });
    assert.equal(await isSeen('Thanks.'), true);
  });
});

/** Whether a message stands between the bars of a window. */
function isInside(box: Box | null, window: { readonly height: number } | null): boolean {
  return box !== null && window !== null && box.y >= 48 && box.y + box.height < window.height - 64;
}

interface Box {
  readonly y: number;
  readonly height: number;
}
