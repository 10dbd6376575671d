import type { BenchCase, Side } from '../case.ts';
import { cpuSeconds } from '../cpu.ts';
import type { Pattern } from '../peers/payload.ts';
import type { RoomTarget } from '../targets/room-target.ts';
import type { Line } from './line.ts';
import { openRelayLine } from './relay-line.ts';
import { onBothRooms } from './rooms.ts';
import { openTunnelLine } from './tunnel-line.ts';

const MB = 1e6;

/** Bytes that all tunnels carry together: first until V8 has compiled what is measured, then in each turn. */
const FULL = { warmUp: 30 * MB, turn: 100 * MB };
const QUICK = { warmUp: 10 * MB, turn: 30 * MB };

/** Server CPU for bytes that stock apps send through `tunnels` tunnels, each between two peers of its own. */
export function forwarding(tunnels: number, pattern: Pattern): Omit<BenchCase, 'name' | 'figure'> {
  return forwardingOver(tunnels, (room) => openTunnelLine(room, pattern));
}

/** The same for whoever is at the ends of the lines. */
export function forwardingOver(
  tunnels: number,
  open: (room: RoomTarget) => Promise<Line>,
): Omit<BenchCase, 'name' | 'figure'> {
  return {
    unit: 's/GB',
    readsCpu: true,
    ...onBothRooms((room, quick) => forward(room.pid, quick, tunnels, () => open(room))),
    floor: async (servers, quick) => {
      const relay = await servers.relay();
      return forward(relay.pid, quick, tunnels, () => openRelayLine(relay));
    },
  };
}

/** Opens `count` lines through the process `pid`, and warms them up. */
async function forward(pid: number, quick: boolean, count: number, open: () => Promise<Line>): Promise<Side> {
  const amounts = quick ? QUICK : FULL;
  const lines: Line[] = [];
  while (lines.length < count) lines.push(await open());
  await carry(pid, lines, amounts.warmUp);
  return {
    turn: () => carry(pid, lines, amounts.turn),
    async [Symbol.asyncDispose]() {
      for (const line of lines) line.close();
    },
  };
}

/** CPU seconds of the process for each GB (10⁹ bytes) of `bytes`, divided among the lines. */
async function carry(pid: number, lines: readonly Line[], bytes: number): Promise<number> {
  let sealed = 0;
  for (const line of lines) sealed += await line.seal(bytes / lines.length);
  const before = cpuSeconds(pid);
  await Promise.all(lines.map((line) => line.send()));
  return (cpuSeconds(pid) - before) / (sealed / 1e9);
}
