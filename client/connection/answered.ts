import { type Clock, ConnectionEnded } from '@open-rooms/protocol';
import { within } from './deadline.ts';
import { JoinError } from './join-error.ts';
import { ANSWER_MS } from './limits.ts';

export interface AnsweredOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The sentence for a room that does not answer in time. */
  readonly silence: string;
}

/**
 * A room's answer to a call: in time, or not at all.
 * @throws JoinError `silent`; `unreachable` where the connection ends first; `RemoteError` where the room refuses
 */
export async function answered<T>(
  { clock, signal, silence }: AnsweredOptions,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await within(
      { clock, ms: ANSWER_MS, signal, error: () => new JoinError('silent', silence) },
      call,
    );
  } catch (cause) {
    if (!(cause instanceof ConnectionEnded)) throw cause;
    throw new JoinError('unreachable', 'The room went away before it answered. Try again.', { cause });
  }
}
