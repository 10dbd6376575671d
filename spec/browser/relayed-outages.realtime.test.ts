import { UdpProxy } from '../network/udp-proxy.ts';
import { type Coturn, startCoturn } from '../turn/coturn.ts';
import { hiddenGuest, RELAYED } from './hidden-guest.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';
import { outages, type Way } from './link-outages.ts';

const SECRET = 'correct horse';

/** How long the network is away, in seconds: about what WebRTC waits. */
const OUTAGE = 12;

/** By a relay alone, before which a proxy stands. */
async function relayed(open: OpenPage, coturn: Coturn): Promise<Way> {
  const datagrams = await UdpProxy.start(Number(/:(\d+)\?/.exec(coturn.url)?.[1]));
  const turn = `turn:127.0.0.1:${datagrams.port}?transport=udp`;
  return {
    flags: ['--turn', turn, '--turn-secret', SECRET],
    line: RELAYED,
    enter: (room, name) => hiddenGuest(open, room, name),
    block: () => {
      datagrams.isBlocked = true;
    },
    allow: () => {
      datagrams.isBlocked = false;
    },
    [Symbol.dispose]: () => datagrams[Symbol.dispose](),
  };
}

describeInBrowser('after a network that was gone, a relayed link', (inBrowser) => {
  inBrowser(`comes back and loses nothing, after ${OUTAGE} s`, async (open, t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn !== undefined) await outages(t, () => relayed(open, coturn), [OUTAGE]);
  });
});
