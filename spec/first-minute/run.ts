import { type Browser, chromium, type Page } from 'playwright-core';
import { capturing } from '../browser/capturing.ts';
import { findCapturingChromium } from '../browser/find-chromium.ts';
import { showLetter } from '../browser/letter.ts';
import { openRoomsBinary } from '../programs/binary.ts';
import { firstMinute } from './walk.ts';

/** The tab that is shared. */
const TITLE = 'Letter to all';

const isJson = process.argv.includes('--json');
const found = await findCapturingChromium();
if (found === undefined) throw new Error('There is no Chromium here that can capture a tab: install one.');
const launch = (flags: readonly string[]) => chromium.launch({ ...found, args: [...found.args, ...flags] });

await using opened = new AsyncDisposableStack();
const browser = async (flags: readonly string[]) =>
  opened.adopt(await launch(flags), (each: Browser) => each.close());
const [first, second] = [await browser(capturing(TITLE)), await browser([])];
const tab = async (of: Browser): Promise<Page> => (await of.newContext({ locale: 'en-GB' })).newPage();
opened.use(await showLetter(() => tab(first), TITLE));

const steps = await firstMinute({
  binary: openRoomsBinary(),
  owner: () => tab(first),
  friend: () => tab(second),
});
const lines = steps.map(({ what, seconds }) => `${seconds.toFixed(2).padStart(6)} s  ${what}`);
process.stdout.write(`${isJson ? JSON.stringify(steps) : lines.join('\n')}\n`);
