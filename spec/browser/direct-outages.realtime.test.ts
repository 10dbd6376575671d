import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { guest } from './inside.ts';
import { outages, type Way } from './link-outages.ts';
import { detoured, UdpPaths } from './udp-paths.ts';

/** How long the network is away, in seconds: within what WebRTC waits, about that, and far above it. */
const OUTAGES = [6, 12, 35];

/** Directly, by ways that lead through this process. */
async function direct(open: OpenPage): Promise<Way> {
  const paths = await UdpPaths.open();
  return {
    flags: [],
    line: /^direct, encrypted, \d+ ms$/,
    enter: (room, name, side) => guest(detoured(open, paths, side), room, name),
    block: () => paths.block(),
    allow: () => paths.allow(),
    [Symbol.dispose]: () => paths[Symbol.dispose](),
  };
}

describeInBrowser('after a network that was gone, a direct link', (inBrowser) => {
  inBrowser(`comes back and loses nothing, after ${OUTAGES.join(', ')} s`, async (open, t) => {
    await outages(t, () => direct(open), OUTAGES);
  });
});
