import assert from 'node:assert/strict';
import { firstMinute } from '../first-minute/walk.ts';
import { binaryMissing, openRoomsBinary } from '../programs/binary.ts';
import { capturing } from './capturing.ts';
import { describeInBrowser, ownBrowser } from './in-browser.ts';
import { showLetter } from './letter.ts';

const TITLE = 'Letter to all';

describeInBrowser(
  'the first minute',
  (inBrowser) => {
    inBrowser('leads from a binary in an empty folder to a screen in a second browser', async (open, t) => {
      if (binaryMissing !== undefined) return t.skip(binaryMissing);
      const second = await ownBrowser([]);
      assert.ok(second);
      const context = await second.newContext({ locale: 'en-GB' });
      t.after(() => context.close());
      await using _letter = await showLetter(open, TITLE);
      const steps = await firstMinute({
        binary: openRoomsBinary(),
        owner: () => open({ locale: 'en-GB' }),
        friend: () => context.newPage(),
      });
      for (const { what, seconds } of steps) t.diagnostic(`${seconds.toFixed(2)} s: ${what}`);
      assert.equal(steps.length, 5);
    });
  },
  capturing(TITLE),
);
