import type { BenchCase, Side } from '../case.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** The two sides of a case that are the same work on two rooms. */
export function onBothRooms(
  open: (room: RoomTarget, quick: boolean) => Promise<Side>,
): Pick<BenchCase, 'ours' | 'peer'> {
  return {
    ours: async (servers, quick) => open(await servers.ours(), quick),
    peer: async (servers, quick) => open(await servers.stock(), quick),
  };
}
