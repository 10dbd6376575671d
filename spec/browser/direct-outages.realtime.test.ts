import { directWay } from './direct-way.ts';
import { describeInBrowser } from './in-browser.ts';
import { outages } from './link-outages.ts';

/** How long the network is away, in seconds: within what WebRTC waits, and far above it. */
const OUTAGES = [6, 35];

describeInBrowser('after a network that was gone, a direct link', (inBrowser) => {
  inBrowser(`comes back and loses nothing, after ${OUTAGES.join(' and ')} s`, async (open, t) => {
    await outages(t, () => directWay(open), OUTAGES);
  });
});
