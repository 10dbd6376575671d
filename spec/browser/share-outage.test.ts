import { inPlaceOf } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { describeInBrowser } from './in-browser.ts';
import { startModuleServer } from './module-server.ts';
import { SharePages, sees } from './share-pages.ts';

describeInBrowser('a share', (inBrowser) => {
  inBrowser('goes on while the server is away, and another joins when it is back', async (open) => {
    await using folder = await temporaryDirectory();
    await using server = await startModuleServer();
    await using before = await startRoomProcess({ name: 'Tea', data: folder.path });
    const pages = await SharePages.share(open, { server, room: before });
    await pages.more(2);
    await before.kill();
    const killedAt = Date.now();
    await Promise.all(pages.viewers.map((viewer) => sees(viewer, killedAt)));
    await using _again = await startRoomProcess(inPlaceOf(before, { data: folder.path }));
    for (const { ask } of [pages.sharer, ...pages.viewers]) await ask('nudge');
    await pages.viewer();
    await Promise.all(pages.viewers.map((viewer) => sees(viewer)));
  });
});
