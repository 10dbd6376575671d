import type { BenchCase, OpenSide } from '../case.ts';
import type { Crowd, CrowdWish, JoinCost } from '../crowds/crowd.ts';
import type { Servers } from '../targets/servers.ts';

/** Joins of a turn. */
const JOINS = { full: 5, quick: 2 };
const READINGS = ['room.attendants', 'tunnel.endpoints'] as const;

/** What one join costs a room, by how many read the list of who is there. */
export const joins: readonly BenchCase[] = [100, 1000].flatMap((size) =>
  READINGS.flatMap((reading): BenchCase[] => {
    const list = reading === 'room.attendants' ? 'attendants' : 'endpoints';
    const told = `a join that ${size} readers of ${reading} are told of (ssb-room: of tunnel.endpoints)`;
    const sides = (figure: (cost: JoinCost) => number) => ({
      ours: joining({ of: 'ours', reading, size }, figure),
      peer: joining({ of: 'stock', reading: 'tunnel.endpoints', size }, figure),
    });
    return [
      {
        name: `join-${list}-cpu-${size}`,
        beside: 'join',
        unit: 'ms',
        figure: `server CPU for ${told}`,
        readsCpu: true,
        ...sides(({ cpuMs }) => cpuMs),
      },
      {
        name: `join-${list}-bytes-${size}`,
        beside: 'join',
        unit: 'kB',
        figure: `what they are sent together for ${told}`,
        readsCpu: true,
        ...sides(({ kilobytes }) => kilobytes),
      },
    ];
  }),
);

/** Our crowds gather before the stock one: that is sent its whole list each ten seconds, which keeps this process busy. */
async function gathered(servers: Servers, wish: CrowdWish): Promise<Crowd> {
  const { size } = wish;
  for (const reading of READINGS) await servers.crowd({ of: 'ours', reading, size });
  return servers.crowd(wish);
}

function joining(wish: CrowdWish, figure: (cost: JoinCost) => number): OpenSide {
  return async (servers, quick) => {
    const crowd = await gathered(servers, wish);
    return {
      turn: async () => figure(await crowd.join(quick ? JOINS.quick : JOINS.full)),
      async [Symbol.asyncDispose]() {},
    };
  };
}
