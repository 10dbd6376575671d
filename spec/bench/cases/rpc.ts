import type { BenchCase, Side } from '../case.ts';
import { cpuSeconds } from '../cpu.ts';
import { join } from '../peers/join.ts';
import { onBothRooms } from '../sides/rooms.ts';
import type { RoomTarget } from '../targets/room-target.ts';

const IN_FLIGHT = 256;

/** Calls of a turn: within what a room of ours allows one connection in a burst, as it reads no faster beyond. */
const CALLS = { full: 8_000, quick: 2_000 };

export const rpc: BenchCase = {
  name: 'rpc',
  unit: 'µs',
  figure: `server CPU for one tunnel.ping, ${IN_FLIGHT} in flight on one connection`,
  readsCpu: true,
  ...onBothRooms(callRoom),
};

async function callRoom(room: RoomTarget, quick: boolean): Promise<Side> {
  const calls = quick ? CALLS.quick : CALLS.full;
  const turn = async (): Promise<number> => {
    const { remote, close } = await join(room);
    let asked = 0;
    const askOn = async (): Promise<void> => {
      while (asked++ < calls) await remote['tunnel.ping']();
    };
    const before = cpuSeconds(room.pid);
    await Promise.all(Array.from({ length: IN_FLIGHT }, askOn));
    const used = cpuSeconds(room.pid) - before;
    close();
    return (used * 1e6) / calls;
  };
  await turn();
  return { turn, async [Symbol.asyncDispose]() {} };
}
