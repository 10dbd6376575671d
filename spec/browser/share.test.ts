import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOurRoom } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser } from './in-browser.ts';
import { call, startModuleServer } from './module-server.ts';
import { directStreams, SharePages, sees } from './share-pages.ts';
import type { Made } from './shared-picture.ts';

/** What is nowhere in the bytes that a room carries for a share: what its pages say to each other. */
const HIDDEN = [
  '"decodes"',
  '"epoch"',
  '"welcome"',
  '"place"',
  '"ticket"',
  '"report"',
  'open-rooms/share/',
  'av01',
];

describeInBrowser('a share between browsers', (inBrowser) => {
  inBrowser('is seen by one, then by six, directly, and the server sees nothing of it', async (open) => {
    await using folder = await temporaryDirectory();
    const keptBoxes = join(folder.path, 'boxes');
    await using server = await startModuleServer();
    await using room = await startRoomProcess({ name: 'Tea', keptBoxes });
    const pages = await SharePages.share(open, { server, room });
    const first = await pages.viewer();
    await first.ask('becomes', { state: 'watching', parent: pages.sharer.id, through: 'direct' });
    for (const page of [pages.sharer, first]) assert.equal((await directStreams(page)).length, 1);
    await pages.more(5);
    const since = Date.now();
    const ages = (await Promise.all(pages.viewers.map((viewer) => sees(viewer, since)))).map(
      ({ age }) => age,
    );
    console.log(`six see what is ${ages.toSorted((a, b) => a - b).join(', ')} ms old`);
    await sawNothing(keptBoxes, await pages.sharer.ask<Made>('made'));
  });
});

const TITLE = 'A tab with a tone';
const HERTZ = 880;

describeInBrowser(
  'a share of a tab',
  (inBrowser) => {
    inBrowser('is what that tab shows, and is heard', async (open) => {
      await using server = await startModuleServer();
      await using room = await startOurRoom({ name: 'Tea' });
      const tab = await open();
      await tab.goto(server.at('localhost'));
      await tab.mouse.click(1, 1);
      await call(tab, 'coded', 'play', HERTZ);
      await call(tab, 'coded', 'show', TITLE, 5, 9);
      const pages = await SharePages.share(open, { server, room, isTab: true });
      const viewer = await pages.viewer();
      assert.equal((await sees(viewer)).source, 9);
      await viewer.ask('hears', HERTZ);
    });
  },
  capturing(TITLE),
);

/** The room, whose boxes were kept in a file when they were opened, knows that something is shared, and nothing of it. */
async function sawNothing(keptBoxes: string, { keys }: Made): Promise<void> {
  const seen = await readFile(keptBoxes);
  assert.ok(seen.includes('["room","share"]'), 'what is the room’s own');
  for (const hidden of HIDDEN) assert.equal(seen.includes(hidden), false, `"${hidden}" is to be read`);
  assert.ok(keys.length > 0);
  for (const key of keys) assert.equal(seen.includes(Buffer.from(key)), false, 'a picture is to be read');
}
