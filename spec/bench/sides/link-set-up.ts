import type { LiveSet } from '@open-rooms/client';
import { Rtc } from '../../../client/links/rtc/node-rtc.ts';
import type { BenchCase, OpenSide, Side } from '../case.ts';
import { median } from '../median.ts';
import { linkPath } from '../paths/link-path.ts';
import { openRawPath } from '../paths/raw-path.ts';
import { echoed } from '../paths/turns.ts';
import { openPair, type Pair, tunnelOf } from './linked.ts';

/** From nothing but two people in a room to a message over the direct connection: in our room, in ssb-room, and without libp2p. */
export function setUpOnRooms(): Pick<BenchCase, 'ours' | 'peer' | 'floor'> {
  return { ours: setUpIn('ours'), peer: setUpIn('stock'), floor: setUpRaw };
}

/** Set-ups of a turn: some take a second more than others, so that a few would say nothing. */
const SET_UPS = { full: 20, quick: 5 };

function setUpIn(room: 'ours' | 'stock'): OpenSide {
  return async (servers, quick): Promise<Side> => {
    const pair = await openPair(await servers[room]());
    return sideOf(pair, quick, async () => {
      const from = performance.now();
      const { peer, link } = await tunnelOf(pair);
      await echoed(await linkPath(link).open('echo'));
      const took = performance.now() - from;
      link.close();
      peer.close();
      for (const { links, peers } of [pair.near, pair.far]) await Promise.all([empty(links), empty(peers)]);
      return took;
    });
  };
}

const setUpRaw: OpenSide = async (servers, quick) => {
  const pair = await openPair(await servers.ours());
  const { link } = await tunnelOf(pair);
  await echoed(await linkPath(link).open('echo'));
  return sideOf(pair, quick, async () => {
    const from = performance.now();
    using path = await openRawPath(link, Rtc);
    await echoed(await path.open('echo'));
    return performance.now() - from;
  });
};

async function sideOf(pair: Pair, quick: boolean, setUp: () => Promise<number>): Promise<Side> {
  await setUp();
  return {
    async turn() {
      const times: number[] = [];
      while (times.length < SET_UPS[quick ? 'quick' : 'full']) times.push(await setUp());
      return median(times);
    },
    [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose](),
  };
}

/** Resolves once nobody is in it. */
async function empty<T>(set: LiveSet<T>): Promise<void> {
  const emptied = Promise.withResolvers<void>();
  const look = () => queueMicrotask(() => set.size === 0 && emptied.resolve());
  using _watching = set.watch({ joined: () => undefined, left: look });
  look();
  await emptied.promise;
}
