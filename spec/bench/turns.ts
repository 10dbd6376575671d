import { loadavg } from 'node:os';
import type { BenchCase, OpenSide } from './case.ts';
import { median } from './median.ts';
import type { Servers } from './targets/servers.ts';

/** The figures of one side, one a turn. */
export interface Figures {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface CaseResult {
  readonly benchCase: BenchCase;
  readonly ours: Figures;
  readonly peer: Figures | undefined;
  readonly floor: Figures | undefined;
  readonly turns: number;
  /** Load average of the last minute, when the case was over. */
  readonly load: number;
}

/**
 * Runs a case: its sides take turns, so that what else the machine does meets all of them alike, and the medians
 * can be divided by each other.
 */
export async function runCase(
  benchCase: BenchCase,
  servers: Servers,
  { turns, quick }: { readonly turns: number; readonly quick: boolean },
): Promise<CaseResult> {
  await using stack = new AsyncDisposableStack();
  const open = async (openSide: OpenSide) => {
    const side = stack.use(await openSide(servers, quick));
    return { side, figures: [] as number[] };
  };
  const ours = await open(benchCase.ours);
  const peer = benchCase.peer && (await open(benchCase.peer));
  const floor = benchCase.floor && (await open(benchCase.floor));
  for (let turn = 0; turn < turns; turn++) {
    for (const taken of [ours, peer, floor]) taken?.figures.push(await taken.side.turn());
  }
  return {
    benchCase,
    ours: summary(ours.figures),
    peer: peer && summary(peer.figures),
    floor: floor && summary(floor.figures),
    turns,
    load: loadavg()[0] ?? 0,
  };
}

function summary(figures: readonly number[]): Figures {
  return { median: median(figures), least: Math.min(...figures), most: Math.max(...figures) };
}
