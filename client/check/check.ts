import type { FeedId } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { ANSWER_MS } from '../connection/limits.ts';
import type { Runtime } from '../connection/runtime.ts';
import { CheckFailure } from './failure.ts';
import type { NetworkProbe } from './network-probe.ts';
import type { CheckFault } from './report.ts';
import type { Steps } from './steps.ts';

/** A check under way. */
export interface Check {
  readonly runtime: Runtime;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly signal: AbortSignal;
  /** What tries the network out; `undefined` where nothing can. */
  readonly network: NetworkProbe | undefined;
  readonly steps: Steps;
  /** What is to be ended when the check is over. */
  readonly scope: DisposableStack;
}

/** Does something that the room is to answer at once; where it has not by then, that is the fault `late`. */
export function inTime<T>(
  { runtime, signal }: Pick<Check, 'runtime' | 'signal'>,
  late: readonly [code: CheckFault, sentence: string],
  run: () => Promise<T>,
): Promise<T> {
  const error = () => new CheckFailure(...late);
  return within({ clock: runtime.clock, ms: ANSWER_MS, signal, error }, run);
}

/** An id as it is told in a sentence: long enough to be compared. */
export function shortId(id: FeedId): string {
  return `${id.slice(0, 9)}….ed25519`;
}
