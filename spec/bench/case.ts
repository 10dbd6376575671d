import type { Side } from './side.ts';
import type { Servers } from './targets/servers.ts';

export type { Side } from './side.ts';

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
  /** Whether it needs a Chromium. */
  readonly needsBrowser?: true;
  readonly ours: OpenSide;
  /** ssb-room 1.3.0; left out where it has nothing like it. */
  readonly peer?: OpenSide;
  /** What the work costs without a room; left out where nothing smaller would be the same work. */
  readonly floor?: OpenSide;
}
