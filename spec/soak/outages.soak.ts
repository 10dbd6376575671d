import { directWay } from '../browser/direct-way.ts';
import { describeInBrowser } from '../browser/in-browser.ts';
import { outages } from '../browser/link-outages.ts';

/** How long the network is away, in seconds: within what WebRTC waits, about that, and far above it. */
const OUTAGES = [6, 12, 35];

describeInBrowser('after a network that was gone, a direct link', (inBrowser) => {
  inBrowser(`comes back and loses nothing, after ${OUTAGES.join(', ')} s`, async (open, t) => {
    await outages(t, () => directWay(open), OUTAGES);
  });
});
