import assert from 'node:assert/strict';
import { within } from '../stock/deadline.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser } from './in-browser.ts';
import { call, startModuleServer } from './module-server.ts';
import type { PlayFacts, SeenPicture } from './passed-media.ts';

const TITLE = 'A tab that is shared';

describeInBrowser(
  'a tab that is captured',
  (inBrowser) => {
    inBrowser('is seen and heard as it is, and its share ends with it', async (open) => {
      await using server = await startModuleServer();
      const [shown, page] = [await open(), await open()];
      for (const each of [shown, page]) await each.goto(server.at('localhost'));
      await call(shown, 'coded', 'show', TITLE, 5, 9);
      await call(shown, 'coded', 'play', 660);
      const media = <R = void>(name: string, ...args: unknown[]): Promise<R> =>
        within(`${name} on the page`, call<R>(page, 'share-media', name, ...args));

      assert.deepEqual(await media('beginCapture', 'display'), { kind: 'tab', hasAudio: true });
      for (const { source, age } of await media<SeenPicture[]>('seen', 3)) {
        assert.equal(source, 9);
        assert.ok(age < 5000, `${age} ms`);
      }
      await media('hears', 660);
      assert.deepEqual((await media<PlayFacts>('facts')).ended, []);
      await shown.close();
      await media('ends');
    });
  },
  [...capturing(TITLE), '--autoplay-policy=no-user-gesture-required'],
);
