import assert from 'node:assert/strict';
import { keyWords } from '../../client/ui/elements/key-words.ts';
import { attend } from '../../room-server/cli/peer/attend.ts';
import { testTerminal } from '../../room-server/cli/test-terminal.ts';
import { readConfig } from '../../room-server/config/read-config.ts';
import { hostOf, ran } from '../conformance/command-line/command.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { until } from '../hostile/deadline.ts';
import { startStockApp } from '../stock/app.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, rowOf, said, say } from './inside.ts';

const TEA = { name: 'Tea house' };

describeInBrowser('a browser among other peers', (inBrowser) => {
  inBrowser('talks with open-rooms peer: what it says once, and what is typed there', async (open) => {
    await using room = await startOurRoom(TEA);
    await using home = await temporaryDirectory();
    const { page, complaints } = await guest(open, room, 'Ann');
    const once = await ran(['peer', hostOf(room), '--say', 'The tea is ready.'], { home: home.path });
    assert.deepEqual([once.code, once.err], [0, '']);
    await said(chatOf(page), 'The tea is ready.').waitFor();

    const { networkKey } = readConfig({ flags: {}, env: {} });
    const terminal = testTerminal({ isTTY: true, columns: 80, env: { OPEN_ROOMS_HOME: home.path } });
    const wish = { where: hostOf(room), networkKey, strangers: 'request', json: false } as const;
    const ended = attend(wish, terminal);
    await until('the room on the terminal', () => terminal.printed.includes('here'));
    terminal.type('One lump or two?');
    await said(chatOf(page), 'One lump or two?').waitFor();
    await say(chatOf(page), 'Two, please.');
    await said(chatOf(page), 'Two, please.').getByText('Sent').waitFor();
    // That the other device holds it says nothing yet of what stands on its terminal.
    await until('the answer on the terminal', () => /says .*Ann.*Two, please\./.test(terminal.printed));
    terminal.signal('SIGINT');
    assert.equal(await ended, 0);
    assert.deepEqual(complaints, []);
  });

  for (const generation of ['room-client', 'rooms1-client'] as const) {
    inBrowser(`and a stock app, ${generation}, see each other come and go`, async (open) => {
      await using room = await startOurRoom(TEA);
      await using app = await startStockApp({ generation });
      await app.connect(room.address);
      const { page } = await guest(open, room, 'Ann');
      const name = keyWords(app.id);
      await rowOf(page, name).waitFor();
      await app.waitFor('the browser to attend', (other) => others(other.attendants(room.id), app.id) === 1);
      await page
        .getByRole('listitem', { name, description: /^(through the room|seen, not connected)/ })
        .waitFor();
      await page.getByRole('button', { name: 'Leave', exact: true }).click();
      await app.waitFor('the browser to leave', (other) => others(other.attendants(room.id), app.id) === 0);
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await rowOf(page, name).waitFor();
      await app.disconnect(room.address);
      await rowOf(page, name).waitFor({ state: 'detached' });
    });
  }
});

/** How many of a list are somebody else. */
function others(ids: readonly string[], own: string): number {
  return ids.filter((id) => id !== own).length;
}
