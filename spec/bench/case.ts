import type { Servers } from './targets/servers.ts';

/** One of the sides of a case, warmed up: the sides of a case take turns. */
export interface Side extends AsyncDisposable {
  /** Does one turn's work and answers its figure, in the unit of the case. Less is better. */
  turn(): Promise<number>;
}

/** Readies a side. `quick` asks for less work in each turn. */
export type OpenSide = (servers: Servers, quick: boolean) => Promise<Side>;

/** What the bench measures under one name. */
export interface BenchCase {
  readonly name: string;
  /** The case with which it is run, too: it shows the other side of the same matter. */
  readonly beside?: string;
  readonly unit: string;
  /** What the figure is, in one line. */
  readonly figure: string;
  /** Whether the figure is CPU time of another process, which only Linux tells. */
  readonly readsCpu: boolean;
  readonly ours: OpenSide;
  /** ssb-room 1.3.0 */
  readonly peer: OpenSide;
  /** What the work costs without a room; left out where nothing smaller would be the same work. */
  readonly floor?: OpenSide;
}
