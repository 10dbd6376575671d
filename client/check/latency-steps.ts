import { RemoteError } from '@open-rooms/protocol';
import { type Check, inTime } from './check.ts';
import { CLOCKS_DIFFER_MS, SLOW_CALL_MS } from './limits.ts';
import type { Passed } from './steps.ts';
import type { Visitor } from './visitor.ts';

/** Calls that are timed: the middle one counts. */
const CALLS = 3;

const LATE = ['room-silent', 'The room has stopped answering.'] as const;

/** How long the room takes to answer, and what time it has. */
export async function timeRoom(visitor: Visitor, check: Check): Promise<Passed<number>> {
  const { remote } = visitor.connection;
  const { clock, now } = check.runtime;
  const times: number[] = [];
  while (times.length < CALLS) {
    const from = clock.now();
    await inTime(check, LATE, () => remote['tunnel.isRoom']());
    times.push(clock.now() - from);
  }
  const milliseconds = times.toSorted((a, b) => a - b)[Math.floor(CALLS / 2)] ?? 0;
  const sentence = 'The room answers a call.';
  if (milliseconds > SLOW_CALL_MS)
    return {
      value: milliseconds,
      milliseconds,
      sentence: 'The room answers, and takes long.',
      remark: 'slow',
    };
  const ahead = await clockAhead(visitor, check, now);
  if (Math.abs(ahead) < CLOCKS_DIFFER_MS) return { value: milliseconds, milliseconds, sentence };
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const where = ahead > 0 ? 'ahead of' : 'behind';
  const remark = `The room's clock is ${minutes} minutes ${where} this machine's: one of the two is wrong.`;
  return { value: milliseconds, milliseconds, sentence: `${sentence} ${remark}`, remark: 'clock-off' };
}

/** Milliseconds by which the room's date is ahead of ours; 0 where it does not tell. */
async function clockAhead({ connection }: Visitor, check: Check, now: () => number): Promise<number> {
  try {
    return (await inTime(check, LATE, () => connection.remote['tunnel.ping']())) - now();
  } catch (error) {
    if (error instanceof RemoteError) return 0;
    throw error;
  }
}
