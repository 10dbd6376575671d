import assert from 'node:assert/strict';
import { type OurRoom, type OurRoomOptions, temporaryDirectory } from '../conformance/server-process.ts';
import { startRoomWithPage } from './app.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, rowOf, said, say } from './inside.ts';

const TEA = { name: 'Tea house' };

/** A room at the ports of another one, which has ended. */
function startInPlaceOf({ ready }: OurRoom, options: OurRoomOptions): Promise<OurRoom> {
  const port = (url: string) => Number(new URL(url).port);
  const [net] = ready.addresses;
  return startRoomWithPage({
    ...{ ...TEA, ...options, whoisPort: port(ready.whois) },
    port: Number(/:(\d+)~/.exec(net)?.[1]),
    flags: ['--http-port', `${port(ready.http)}`],
  });
}

describeInBrowser('a room whose server goes away', (inBrowser) => {
  inBrowser('is waited for, and is there again with nothing lost or doubled', async (open) => {
    await using data = await temporaryDirectory();
    await using before = await startRoomWithPage({ ...TEA, data: data.path });
    const ann = await guest(open, before, 'Ann');
    const bob = await guest(open, before, 'Bob');
    await say(chatOf(ann.page), 'One');
    await said(chatOf(bob.page), 'One').waitFor();
    await before.kill();
    await ann.page.getByText('The connection to Tea house is lost').waitFor();
    await ann.isIn('reconnecting');
    await ann.isWellMade();
    await ann.shoot('room-lost');
    await say(chatOf(ann.page), 'Two');
    await rowOf(ann.page, 'Bob').waitFor();
    await using _after = await startInPlaceOf(before, { data: data.path });
    await ann.page.getByRole('button', { name: 'Try now' }).click();
    await ann.isIn('ready');
    await bob.isIn('ready');
    await said(chatOf(bob.page), 'Two').waitFor();
    await said(chatOf(ann.page), 'Two').getByText('Read by Bob').first().waitFor();
    assert.equal(await chatOf(bob.page).getByRole('article').count(), 2);
  });

  inBrowser('and another comes in its place: that is said, and nobody goes in by mistake', async (open) => {
    await using before = await startRoomWithPage(TEA);
    const ann = await guest(open, before, 'Ann');
    await before.kill();
    await using _other = await startInPlaceOf(before, {});
    await ann.page.getByRole('heading', { name: 'This is another room now' }).waitFor();
    await ann.isIn('ended');
    await ann.isWellMade();
    await ann.shoot('room-other-key');
    await ann.page.getByRole('button', { name: 'Leave', exact: true }).click();
    await ann.isIn('ready');
  });
});
